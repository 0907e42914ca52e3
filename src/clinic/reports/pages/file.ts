import { Hono } from 'hono'
import { isRefusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { reportAsFile } from '../actions/files.ts'
import { makers } from '../queries/makers.ts'
import { isQuestion, questionOf } from './question.ts'

/** A report as a file of numbers. Names are in none. */
export const file = new Hono<Door>()

file.get(urls.reportFile.pattern, async (c) => {
  const question = await questionOf(c)
  if (question === null) return notFound(c)
  if (!isQuestion(question)) return forbidden(c, question.because)
  const work = workOf(c)
  const made = await makers[question.entry.key].build(work, question.asked, question.places)
  const text = await reportAsFile(work, question.entry, made, question.asked, question)
  if (isRefusal(text)) return forbidden(c, text.because)
  const name = `${question.entry.key}-${question.asked.from}-${question.asked.to}.csv`
  return c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  })
})
