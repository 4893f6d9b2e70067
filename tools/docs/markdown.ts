/** Markdown tables. */

/** A cell stays in its cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table with these titles; a row may be shorter than the titles. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => '---'), ...rows.map((row) => titles.map((_, at) => cell(row[at] ?? '')))];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** What stands at the top of a page that is made: how, so that nobody mends it by hand. */
export const MADE = '<!-- Made by `npm run docs` from the program itself; change it there. -->';
