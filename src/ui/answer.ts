/** In the page that a refused request brought back: the sentence that says why, or '' when it says nothing. */
export const reasonIn = (page: Document): string =>
  page.querySelector('[role=alert] [data-refused], [role=alert] li, main .head p')?.textContent?.trim() ?? ''
