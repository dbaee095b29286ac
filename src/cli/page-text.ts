// A page of docs/errors.md for a terminal: paragraphs wrapped, examples as they are, marks of Markdown left out where they say nothing.
import { hanging } from '../base/wrap.ts';

/** `text` is Markdown of the plain kind that those pages use: paragraphs, lists, examples between fences. */
export function pageText(text: string, width: number): string {
  const lines: string[] = [];
  let paragraph: string[] = [];
  let inCode = false;
  const finish = (): void => {
    if (paragraph.length === 0) return;
    const [, mark = '', said = ''] = /^([-*] |\d+\. )?(.*)$/s.exec(paragraph.join(' '))!;
    lines.push(...hanging(mark + linksAsText(said), width, ' '.repeat(mark.length)));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) {
      finish();
      inCode = !inCode;
    } else if (inCode) lines.push(line === '' ? '' : `    ${line}`);
    else if (line.trim() === '') {
      finish();
      if (lines.at(-1) !== '') lines.push('');
    } else {
      // An item of a list is a paragraph of its own.
      if (/^([-*] |\d+\. )/.test(line)) finish();
      paragraph.push(line.trim());
    }
  }
  finish();
  return lines.join('\n').trim();
}

function linksAsText(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
}
