import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { catalog } from '../src/clinic/reports/catalog.ts'
import { urls } from '../src/urls.ts'
import { openHouse, type TestHouse } from './knock.ts'

describe('Reports, a first look', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  it('open', async () => {
    const dana = await house.as('dana')
    for (const { key } of catalog) {
      const page = await dana.get(urls.report({ report: key }))
      assert.equal(page.status, 200, key)
      const links = [...page.text.matchAll(/href="(\/reports\/[a-z-]+\/people[^"]*)"/g)].map((m) => m[1]?.replaceAll('&amp;', '&') ?? '')
      console.log(key, /<h1[^>]*>([^<]*)/.exec(page.text)?.[1], links.length)
      for (const link of links.slice(0, 40)) assert.equal((await dana.get(link)).status, 200, link)
      const csv = await dana.get(urls.reportFile({ report: key }))
      assert.equal(csv.status, 200)
    }
    assert.equal((await dana.get(urls.reports())).status, 200)
  })
})
