import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { languages } from '../../../locales/index.ts';
import { assetUrl } from '../assets.ts';
import { homeOf, isFor, type SectionName, sections } from './sections.ts';
import { themes, type View } from './view.ts';

export interface PageOptions {
  view: View;
  title: string;
  /** Which entry of the menu is marked. */
  current?: SectionName;
  children: ComponentChildren;
}

/** htmx adds no style sheet of its own, and swaps pages without a script in what it was given. */
const htmxConfig = JSON.stringify({ includeIndicatorCSS: false, defaultTimeout: 30_000 });

/** In the order in which rules of later ones win. */
const styleSheets = [
  'base',
  'controls',
  'charts',
  'pages',
  'dialogues',
  'dialogue',
  'account',
  'evidence',
  'narrow',
].map((name) => `${name}.css`);

/** A whole page as HTML. */
export function page(options: PageOptions): string {
  return `<!doctype html>\n${render(<Document {...options} />)}`;
}

/** A page of one card, for one message or one question. */
export function cardPage({ children, ...options }: PageOptions): string {
  return page({
    ...options,
    children: (
      <section class="card narrow">
        <h1>{options.title}</h1>
        {children}
      </section>
    ),
  });
}

function Document({ view, title, current, children }: PageOptions): VNode {
  const { t, language, theme, visitor } = view;
  return (
    <html lang={language} {...(theme !== 'system' && { 'data-theme': theme })}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · Afterword`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <meta name="robots" content="noindex" />
        <meta name="htmx-config" content={htmxConfig} />
        <link rel="icon" href={assetUrl('favicon.svg')} type="image/svg+xml" />
        {styleSheets.map((name) => (
          <link rel="stylesheet" href={assetUrl(name)} key={name} />
        ))}
        <script src={assetUrl('htmx.js')} defer />
      </head>
      <body>
        <a class="skip" href="#content">
          {t('pages.skip')}
        </a>
        <header class="top">
          <a class="brand" href={homeOf(visitor?.person)}>
            <span aria-hidden="true">★</span> Afterword
          </a>
          {visitor && <Menu view={view} current={current} />}
          {visitor && <Account view={view} />}
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
        <Appearance view={view} />
      </body>
    </html>
  );
}

function Menu({ view: { t, visitor }, current }: Pick<PageOptions, 'view' | 'current'>): VNode {
  const shown = Object.entries(sections).filter(([, section]) => visitor && isFor(section, visitor.person));
  return (
    <nav class="menu" aria-label={t('pages.menu')}>
      {shown.map(([name, { href, label }]) => (
        <a href={href} aria-current={name === current ? 'page' : undefined} key={name}>
          {t(label)}
        </a>
      ))}
    </nav>
  );
}

function Account({ view: { t, visitor } }: Pick<PageOptions, 'view'>): VNode {
  return (
    <div class="account">
      <a href="/dashboard/sessions" class="who">
        {visitor?.person.name}
      </a>
      <form method="post" action="/dashboard/sign-out">
        <button class="link" type="submit">
          {t('pages.signOut')}
        </button>
      </form>
    </div>
  );
}

/** The language and the theme, kept in cookies by a form that needs no script. */
function Appearance({ view: { t, language, theme, address } }: Pick<PageOptions, 'view'>): VNode {
  const names = { en: 'English', uk: 'Українська' } as const;
  const choice = (field: 'language' | 'theme', value: string, label: string, isCurrent: boolean): VNode => (
    <button type="submit" name={field} value={value} class="link" aria-pressed={isCurrent} key={value}>
      {label}
    </button>
  );
  return (
    <footer class="bottom">
      <form method="post" action="/dashboard/appearance">
        <input type="hidden" name="back" value={address} />
        <div role="group" aria-label={t('pages.language')}>
          {languages.map((one) => choice('language', one, names[one], one === language))}
        </div>
        <div role="group" aria-label={t('pages.theme')}>
          {themes.map((one) => choice('theme', one, t(`pages.theme.${one}`), one === theme))}
        </div>
      </form>
    </footer>
  );
}
