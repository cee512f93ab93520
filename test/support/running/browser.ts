import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';

/** The program of the browser; null: there is none, and what needs it is skipped. */
export const chromiumPath = inject('chromiumPath');

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One browser for all tests of a `describe`. @returns gives it to a test */
export function sharedBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox', ...quiet] });
  });
  afterAll(() => browser?.close());
  return () => {
    if (!browser) throw new Error('the browser is there once the tests run');
    return browser;
  };
}

export interface PageOptions {
  width: number;
  height?: number;
  /** What the browser keeps already. */
  cookies?: { url: string; values: Record<string, string> };
}

/**
 * A page with cookies of its own, until the test is over.
 * @returns it, and the warnings and errors of its console and its scripts, which tell each status from 400 on as well. The
 * test fails on what is left there when it is over.
 */
export async function openPage(
  browser: Browser,
  { width, height = 900, cookies }: PageOptions,
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width, height } });
  if (cookies) {
    const { url, values } = cookies;
    await context.addCookies(Object.entries(values).map(([name, value]) => ({ name, value, url })));
  }
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  onTestFinished(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  return { page, errors };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on a page, what is folded included: each rule with the first element that breaks it. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    const opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')].map(
      (details) =>
        new Promise((resolve) => {
          details.addEventListener('toggle', resolve, { once: true });
          details.open = true;
        }),
    );
    await Promise.all(opened);
    await new Promise(requestAnimationFrame);
  });
  // What is folded may be fetched once it is opened; the page is dimmed meanwhile.
  await page.waitForFunction(
    () => document.querySelector('.htmx-request') === null && document.getAnimations().length === 0,
  );
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: Array<{ id: string; nodes: Array<{ html: string }> }> }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}

/** By how many pixels a page is wider than the screen. */
export const tooWideBy = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
