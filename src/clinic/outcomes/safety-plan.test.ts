import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { emptyPlan, joinedPlan, mayKeep, partsFilled, planFrom, planParts, type SafetyPlan } from './safety-plan.ts'

const plan = (over: Partial<SafetyPlan>): SafetyPlan => ({ ...emptyPlan, ...over })
const anyPlan = fc
  .record(Object.fromEntries(planParts.map((part) => [part, fc.constantFrom('', 'Walk', 'Call Jo', 'Sleep')])))
  .map((parts) => planFrom(parts))

describe('A plan for hard hours', () => {
  it('holds at least one part, and none longer than it may be', () => {
    assert.equal(mayKeep(emptyPlan)?.refused, 'empty')
    assert.equal(mayKeep(plan({ signs: '  \n' }))?.refused, 'empty')
    assert.equal(mayKeep(plan({ safe: 'x'.repeat(2000) })), null)
    assert.match(mayKeep(plan({ safe: 'x'.repeat(2001) }))?.because ?? '', /How my home is made safe.*2000/)
    assert.equal(partsFilled(plan({ signs: 'I stop eating', people: 'Jo' })), 2)
  })

  it('reads from whatever a row or a form holds', () => {
    assert.deepEqual(planFrom({ signs: 'a', people: 7, other: 'b', safe: null }), plan({ signs: 'a' }))
  })

  it('keeps what each of two changed, and both where both changed one part', () => {
    const base = plan({ signs: 'a', alone: 'b' })
    const joined = joinedPlan(base, plan({ signs: 'a2', alone: 'b' }), plan({ signs: 'a', alone: 'b', people: 'Jo' }))
    assert.deepEqual(joined, { plan: plan({ signs: 'a2', alone: 'b', people: 'Jo' }), both: [] })
    const clash = joinedPlan(base, plan({ signs: 'x', alone: 'b' }), plan({ signs: 'y', alone: 'b' }))
    assert.deepEqual(clash, { plan: plan({ signs: 'x\ny', alone: 'b' }), both: ['signs'] })
  })

  it('loses nothing that either of two newly wrote', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, anyPlan, (base, saved, mine) => {
        const joined = joinedPlan(base, saved, mine)
        for (const part of planParts)
          for (const one of [saved, mine])
            if (one[part] !== base[part]) assert.ok(joined.plan[part].includes(one[part]), part)
      }),
    )
  })
})
