/** The text of a page's content as it is read, without its header and footer. */
export function textIn(page: string): string {
  const [, content = page] = /<main[^>]*>([\s\S]*)<\/main>/.exec(page) ?? [];
  return plain(content);
}

/** The steps of a dialogue's course. */
export function stepsIn(page: string): string[] {
  const [, course = ''] = /<ol class="course">([\s\S]*)<\/ol>/.exec(page) ?? [];
  return course
    .split(/<li(?: class="planned")?><div class="when">/)
    .slice(1)
    .map(plain);
}

/** The rows of the list, each cell by the name of its column. */
export function rowsIn(page: string): Array<Record<string, string>> {
  const [, body = ''] = /<tbody[^>]*>([\s\S]*)<\/tbody>/.exec(page) ?? [];
  return body
    .split('<tr')
    .slice(1)
    .map((row) =>
      Object.fromEntries(
        [...row.matchAll(/<t[hd] [^>]*data-label="([^"]*)"[^>]*>([\s\S]*?)<\/t[hd]>/g)].map(
          ([, name = '', cell = '']) => [name, plain(cell)],
        ),
      ),
    );
}

const plain = (html: string): string =>
  html
    // What is given as it is written stands within a sentence.
    .replace(/<\/?code>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
