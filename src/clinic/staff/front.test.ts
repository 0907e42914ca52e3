import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()

describe('What a clinic says in public', () => {
  let house: TestHouse
  let dana: Visitor
  before(async () => {
    house = await openHouse()
    dana = await house.as('dana')
  })
  after(() => house.close())
  const home = async (lang = 'en') => (await house.stranger().get(urls.publicHome({ lang }))).text
  const review = (page: string, staffId = castId('lee'), on = today) =>
    dana.post(urls.frontReviews({ page }), { staffId, on })

  it('is worded by the clinic, waits for a clinician, and then stands with their name under it', async () => {
    const edit = (lang: string, heading: string, words: string) =>
      dana.post(urls.frontPage({ page: 'home' }), { section: 'what', lang, heading, words })
    assert.equal((await edit('en', 'What we do', 'We do it **well**. <b>not bold</b>')).status, 303)
    assert.equal((await edit('es', 'Lo que hacemos', 'Lo hacemos **bien**.')).status, 303)
    assert.ok(!(await home()).includes('What we do'))
    assert.equal((await review('home')).status, 303)
    const page = await home()
    assert.ok(page.includes('What we do') && page.includes('<b>well</b>') && page.includes('&lt;b&gt;not bold'))
    assert.ok(page.includes('Read and approved by Lee Park, LMHC'))
    assert.ok((await home('es')).includes('Leído y aprobado por Lee Park, LMHC'))

    assert.equal((await edit('en', 'What we do now', 'Something else.')).status, 303)
    assert.ok(!(await home()).includes('What we do now'))
    const staff = await dana.get(urls.frontPage({ page: 'home' }))
    assert.ok(staff.text.includes('Being reviewed') && staff.text.includes('What we do now'))
    assert.ok((await dana.get(urls.frontPages())).text.includes('Changed: being reviewed'))
    await dana.post(urls.frontPage({ page: 'home' }), {
      section: 'what',
      lang: 'en',
      heading: '',
      words: '',
      own: 'yes',
    })
    await review('home')
    assert.ok((await home()).includes('What is an intensive outpatient program?'))
  })

  it('needs a licence behind a review, a day that has come, and the heading of the page', async () => {
    const no = await review('family', castId('noor'))
    assert.ok(no.status === 422 && no.text.includes('Choose the clinician'))
    assert.equal((await review('family', castId('lee'), addDays(today, 1))).status, 422)
    await house.db.owner.query('update staff_license set expires_on = current_date - 3 where staff_id = $1', [
      castId('hana'),
    ])
    assert.ok((await review('family', castId('hana'))).text.includes('No licence of Hana Sato'))
    const bare = await dana.post(urls.frontPage({ page: 'home' }), {
      section: 'welcome',
      lang: 'en',
      heading: '',
      words: 'x',
    })
    assert.ok(bare.status === 422 && bare.text.includes('needs its first heading'))
    assert.equal(
      (await dana.post(urls.frontPage({ page: 'home' }), { section: 'nothing', lang: 'en', heading: 'x', words: 'x' }))
        .status,
      422,
    )
    assert.equal((await dana.get('/public-pages/no-such-page')).status, 404)
  })

  it('warns when a review has grown older than the policy', async () => {
    const policy = { holdHours: '12', holdOneIn: '2', reviewMonths: '1', from: today, source: 'Clinical director' }
    await review('contact', castId('lee'), addDays(today, -40))
    assert.ok(!(await dana.get(urls.frontPages())).text.includes('Review is old'))
    assert.equal((await dana.post(urls.frontPolicies(), policy)).status, 303)
    assert.ok((await dana.get(urls.frontPages())).text.includes('Review is old'))
    const hold = await house.stranger().get(urls.newSeatHold({ lang: 'en', series: castId('process-a-1') }))
    assert.ok(hold.text.includes('12 hours'))
    assert.equal((await dana.post(urls.frontPolicies(), { ...policy, holdHours: '0' })).status, 422)
  })

  it('opens and closes, and does not open without a number to call', async () => {
    const bare = await dana.post(urls.frontPages(), { isOpen: 'yes', phone: '', crisisPhone: '', email: '', host: '' })
    assert.ok(bare.status === 422 && bare.text.includes('Give the telephone number'))
    const odd = await dana.post(urls.frontPages(), {
      isOpen: 'yes',
      phone: '12',
      crisisPhone: '',
      email: 'x',
      host: 'http://x',
    })
    assert.equal(odd.status, 422)
    await dana.post(urls.frontPages(), { phone: '518 555 0100', crisisPhone: '', email: '', host: '' })
    assert.equal((await house.stranger().get('/en')).status, 404)
    await dana.post(urls.frontPages(), { isOpen: 'yes', phone: '518 555 0100', crisisPhone: '', email: '', host: '' })
    assert.ok((await home()).includes('tel:+15185550100'))
  })

  it('names only who agreed, with a licence only while it stands and its number only when chosen', async () => {
    const page = async (lang = 'en') => (await house.stranger().get(urls.publicPeople({ lang }))).text
    assert.ok(!(await page()).includes('Duarte'))
    const ines = await house.as('ines')
    const mine = urls.publicProfile({ member: castId('ines') })
    const fields = {
      isShown: 'yes',
      agreedOn: today,
      sinceYear: String(Number(today.slice(0, 4)) - 7),
      'languages[]': ['es', 'xx'],
      titleEn: '',
      titleEs: '',
      specialtiesEn: 'grief',
      specialtiesEs: 'duelo',
      wordsEn: '',
      wordsEs: '',
    }
    assert.equal((await ines.post(mine, { ...fields, agreedOn: '' })).status, 422)
    assert.equal((await ines.post(mine, { ...fields, specialtiesEs: '' })).status, 422)
    assert.equal((await ines.post(mine, fields)).status, 303)
    const shown = await page('es')
    for (const part of ['Inés Duarte, LCSW', 'vigente', '7 años de práctica', 'duelo', 'español'])
      assert.ok(shown.includes(part), part)
    assert.ok(!shown.includes('L-ines') && !shown.includes('riverbend.example'))
    assert.equal((await ines.post(mine, { ...fields, showsNumber: 'yes' })).status, 303)
    assert.ok((await page()).includes('L-ines'))
    assert.ok((await house.stranger().get(urls.publicGroups({ lang: 'en' }))).text.includes('Inés Duarte'))
    await house.db.owner.query('update staff_license set expires_on = current_date - 3 where staff_id = $1', [
      castId('ines'),
    ])
    assert.ok(!(await page()).includes('licensed in') && !(await page()).includes('L-ines'))
    assert.equal((await ines.post(mine, { ...fields, isShown: '' })).status, 303)
    assert.ok(!(await page()).includes('Duarte'))
  })

  it('is nobody else’s to change', async () => {
    const lee = await house.as('lee')
    assert.equal((await lee.get(urls.frontPages())).status, 403)
    assert.equal((await lee.get(urls.frontPage({ page: 'home' }))).status, 403)
    assert.equal((await lee.get(urls.frontWords())).status, 403)
    assert.equal(
      (await lee.post(urls.frontReviews({ page: 'home' }), { staffId: castId('lee'), on: today })).status,
      403,
    )
    assert.equal(
      (
        await lee.post(urls.frontPages(), {
          isOpen: 'yes',
          phone: '518 555 0100',
          crisisPhone: '',
          email: '',
          host: '',
        })
      ).status,
      403,
    )
    assert.equal((await lee.get(urls.publicProfile({ member: castId('ines') }))).status, 403)
    assert.equal(
      (
        await lee.post(urls.publicProfile({ member: castId('ines') }), {
          isShown: 'yes',
          agreedOn: today,
          sinceYear: '',
          titleEn: '',
          titleEs: '',
          specialtiesEn: '',
          specialtiesEs: '',
          wordsEn: '',
          wordsEs: '',
        })
      ).status,
      403,
    )
    assert.equal((await lee.get(urls.publicProfile({ member: castId('lee') }))).status, 200)
  })

  it('says the clinic’s names in Spanish, as the clinic words them', async () => {
    await house.db.owner.query("update group_series set name = 'Porch hour' where id = $1", [castId('dbt-evening-3')])
    const list = async () => (await house.stranger().get(urls.publicGroups({ lang: 'es' }, { day: '3' }))).text
    assert.ok((await list()).includes('<span lang="en">Porch hour</span>'))
    const page = (await dana.get(urls.frontWords())).text
    const place = /name="name-(\d+)" value="Porch hour"/.exec(page)?.[1] ?? ''
    assert.equal(
      (await dana.post(urls.frontWords(), { [`name-${place}`]: 'Porch hour', [`word-${place}`]: 'La hora del portal' }))
        .status,
      303,
    )
    assert.ok((await list()).includes('La hora del portal') && !(await list()).includes('Porch hour'))
    const { rows } = await house.db.owner.query('select count(*)::int as n from public_word where clinic_id = $1', [
      riverbend.id,
    ])
    assert.equal(rows[0].n, 1)
  })
})
