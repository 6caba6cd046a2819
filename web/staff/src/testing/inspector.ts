import type { Page } from 'playwright-core';
import { picture, violationsOf } from './browser';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 740 };
const SERVICE = 'Transitional accommodation';

/** In the page, where there is no type of a document. */
const SEEN = `({
  markup: document.body.outerHTML.replace(/<(input type="hidden"|form|script)[^>]*>|[0-9a-f-]{36}/g, '')
    + [...document.querySelectorAll(':checked')].map(({ id, value }) => id + value),
  title: document.title,
  heading: [...document.querySelectorAll('h1')].map((one) => one.textContent.trim().replace(/\\s+/g, ' ')).join(' and '),
  isWrong: document.querySelector('.govuk-error-summary__list') !== null,
})`;
interface Seen {
  /** Without what is never the same twice, and nobody sees. */
  readonly markup: string;
  readonly title: string;
  readonly heading: string;
  readonly isWrong: boolean;
}

/** Looks at pages as they are shown, and notes what a visitor would stumble over. */
export class Inspector {
  readonly found: string[] = [];
  private readonly known = new Set<string>();

  constructor(
    private readonly name: string,
    /** What no title may say. */
    private readonly secrets: readonly string[],
  ) {}

  async look(page: Page, state: string): Promise<void> {
    const note = (what: string) => this.found.push(`${state}: ${what}`);
    const seen = await page.evaluate<Seen>(SEEN);
    this.titleFaults(seen).forEach(note);
    // Many a page that says that something is away is the same.
    if (this.known.has(seen.markup)) return;
    this.known.add(seen.markup);
    const name = `${this.name}-${state.replaceAll(/[^a-z]+/gi, '-')}`;
    await picture(page, name);
    (await violationsOf(page)).forEach(note);
    await page.setViewportSize(NARROW);
    await picture(page, `${name}-narrow`);
    const width = await page.evaluate<number>('document.scrollingElement.scrollWidth');
    if (width > NARROW.width) note(`${width} px wide`);
    await page.setViewportSize(WIDE);
  }

  private titleFaults({ title, heading, isWrong }: Seen): string[] {
    const isConflict = title.startsWith('Saved in another window: ');
    const before = isConflict ? 'Saved in another window: ' : isWrong ? 'Error: ' : '';
    const wanted = `${before}${heading} – ${SERVICE}`;
    return [
      ...(title === wanted ? [] : [`title “${title}” of “${wanted}”`]),
      ...this.secrets.filter((secret) => title.includes(secret)).map(() => 'names a person in its title'),
    ];
  }
}
