import { serviceKind } from '../programs/library.ts'
import { subjectLabel } from '../programs/subjects.ts'

/** What a group is about, in words: the label of a kind of service, or the subject as it is written. 'relapse-prevention' reads 'Relapse prevention'. */
export const topicLabel = (topic: string): string =>
  subjectLabel(topic) ?? serviceKind(topic)?.label ?? sentence(topic.replaceAll('-', ' '))

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
