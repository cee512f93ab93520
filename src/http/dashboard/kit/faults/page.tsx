import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import type { RequestFault } from '../../../../errors.ts';
import { textParts } from '../../../../locales/index.ts';
import { type Fault, faultKey, faultOf, type FaultValue } from '../../../../text/fault.ts';
import type { Refusal } from '../../../refusals.ts';
import { addressWithout } from '../address.ts';
import { cardPage } from '../layout.tsx';
import { isFor, sections } from '../sections.ts';
import { sendPage, type View } from '../view.ts';
import { parameterLabel } from './labels.ts';

const titles = [
  'forbidden',
  'not_found',
  'store_unavailable',
  'invalid_request',
  'misdirected_request',
  'too_many_rows',
  'busy',
] as const;

/** A refusal as a page in its reader's language: what is wrong, each fault with its place and remedy, and where to go on. */
export function sendRefusal(reply: FastifyReply, view: View, refusal: Refusal): FastifyReply {
  const { t } = view;
  const { about } = refusal;
  // What is wrong with no place of its own says no more than the whole.
  const faults = refusal.faults.filter((fault) => fault.path !== '' || 'kind' in fault);
  const isRead = ['GET', 'HEAD'].includes(reply.request.method);
  const title = t(`pages.error.${titleOf(refusal, isRead)}`);
  const names = [...new Set(faults.map(({ path }) => path))];
  const canBeOpened = isRead && names.length > 0 && about?.kind === 'faults_in_address';
  const content = (
    <>
      {about && <p>{sentence(view, about)}</p>}
      <FaultList view={view} faults={faults} />
      {canBeOpened && (
        <p>
          <a class="button" href={addressWithout(view.address, names)}>
            {t('pages.error.without')}
          </a>
        </p>
      )}
      <Onward view={view} address={reply.request.url} />
    </>
  );
  return sendPage(reply, cardPage({ view, title, children: content }), refusal.status);
}

function titleOf({ code, status }: Refusal, isRead: boolean) {
  const known = titles.find((one) => one === code);
  if (!known) return status >= 500 ? 'internal' : 'refused';
  if (isRead) return known;
  if (known === 'forbidden') return 'forbidden_act';
  return known === 'invalid_request' ? 'invalid_form' : known;
}

/** Each fault by its place: how the page calls it, its name in the address, and below it what to do. */
function FaultList({ view, faults }: { view: View; faults: readonly RequestFault[] }): VNode | null {
  if (faults.length === 0) return null;
  return (
    <ul class="faults">
      {faults.map((fault) => {
        const { path } = fault;
        const label = parameterLabel(view.t, path);
        return (
          <li key={path}>
            <span class="fault-place">
              {label !== null && <b>{label}</b>} {path !== '' && <code>{path}</code>}
            </span>{' '}
            <span>{sentence(view, 'kind' in fault ? fault : faultOf('not_valid'))}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The section to which the address belongs, and the first page, of those that the reader has. */
function Onward({ view: { t, visitor }, address }: { view: View; address: string }): VNode {
  const [path = ''] = address.split('?', 1);
  const theirs = Object.values(sections).filter((section) => visitor && isFor(section, visitor.person));
  const [first = sections.csat] = theirs;
  const own = theirs.findLast(
    ({ href }) => path.startsWith(href) && /^(?:[./]|$)/.test(path.slice(href.length)),
  );
  const shown = own && own !== first ? [own, first] : [first];
  return (
    <ul class="onward">
      {shown.map((section) => (
        <li key={section.href}>
          <a href={section.href}>
            {section === sections.csat
              ? t('pages.error.back')
              : t('pages.error.toSection', { section: t(section.label) })}
          </a>
        </li>
      ))}
    </ul>
  );
}

type Parts = Array<string | VNode>;

/** What was given, and what may be written instead, stands as it is written in an address. */
function faultText({ language }: Pick<View, 'language'>, { kind, values }: Fault): Parts {
  const shown = Object.entries(values).map(([name, value]) => [name, written(value)]);
  return textParts<VNode>(language, faultKey(kind), Object.fromEntries(shown) as Record<string, VNode>);
}

function written(value: FaultValue): number | VNode {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return <code>{value}</code>;
  return (
    <>
      {value.map((one, index) => (
        <>
          {index > 0 && ', '}
          <code>{one}</code>
        </>
      ))}
    </>
  );
}

/** Messages of the API begin with a small letter and end without a full stop. */
function sentence(view: View, fault: Fault): Parts {
  const parts = faultText(view, fault);
  const [first, ...rest] = parts;
  const begun = typeof first === 'string' ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : parts;
  const last = begun.at(-1);
  return typeof last === 'string' && last.endsWith('.') ? begun : [...begun, '.'];
}
