import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Answer } from '../knock.ts'
import { urls } from '../../src/urls.ts'
import { tomasz, estimate, type MoneyDesk } from './desk.ts'

/** What holds of all of it. */
export function last({ house, ben, rows }: MoneyDesk): void {
  it('keeps one of two that are pressed at the same moment, or both in order', async () => {
    const both = async (post: () => Promise<Answer>) =>
      (await Promise.all([post(), post()])).map(({ status }) => status).sort()
    assert.deepEqual(
      await both(() => ben().post(urls.assistance(tomasz), { household: '1', requested: '' })),
      [303, 422],
    )
    // Two estimates one after the other are two versions; at once, the second is refused and leaves no paper behind.
    const kept = (await both(() => ben().post(urls.newEstimate(tomasz), estimate))).filter(
      (status) => status === 303,
    ).length
    assert.ok(kept >= 1)
    const versions = await rows<{ version: number }>(
      'select version from estimate where client_id = $1 order by version',
      [tomasz.client],
    )
    assert.deepEqual(
      versions.map(({ version }) => version),
      [1, 2].slice(0, kept),
    )
    assert.deepEqual(
      await rows("select count(*)::int as n from file where kind = 'estimate' and client_id = $1", [tomasz.client]),
      [{ n: kept }],
    )
  })

  it('writes each deed into the trail, and each look', async () => {
    await house().looksWritten()
    const verbs = new Set((await rows<{ verb: string }>('select distinct verb from trail')).map(({ verb }) => verb))
    for (const verb of [
      'payer.added',
      'payer.corrected',
      'coverage.added',
      'coverage.corrected',
      'coverage.ended',
      'benefits.recorded',
      'eligibility-file.kept',
      'eligibility-file.set-aside',
      'fee.recorded',
      'scale.recorded',
      'billing-identity.recorded',
      'assistance.opened',
      'assistance.document-seen',
      'assistance.granted',
      'assistance.denied',
      'assistance.withdrawn',
      'estimate.owed',
      'estimate.made',
      'estimate.given',
      'estimate.not-owed',
      'money.furnished',
      'looked',
    ])
      assert.ok(verbs.has(verb), verb)
  })
}
