/**
 * A cell as a spreadsheet may open it: what begins like a formula (= + - @, their wide forms, a tab or a line's end) gets an
 * apostrophe in front, so that a name cannot make the program of whoever opens the file do anything. Numbers stay numbers.
 * Source: OWASP, CSV injection.
 */
export const safeCell = (text: string): string =>
  /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
