import type { VNode } from 'preact';
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../../refusals.ts';
import type { AddressFault } from './address.ts';
import { cardPage } from './layout.tsx';
import { sendPage, type View } from './view.ts';

const named = new Set([
  'forbidden',
  'not_found',
  'store_unavailable',
  'invalid_request',
  'misdirected_request',
  'too_many_rows',
]);

/** A refusal as a page: what is wrong, each fault with its place, and the way back. */
export function sendRefusal(reply: FastifyReply, view: View, refusal: Refusal): FastifyReply {
  const { t } = view;
  const code = named.has(refusal.code) ? refusal.code : refusal.status >= 500 ? 'internal' : 'refused';
  const title = t(`pages.error.${code as 'internal'}`);
  const content = (
    <>
      {code === 'refused' && <p>{refusal.message}</p>}
      <FaultList faults={refusal.faults} />
      <p>
        <a href="/dashboard">{t('pages.error.back')}</a>
      </p>
    </>
  );
  return sendPage(reply, cardPage({ view, title, children: content }), refusal.status);
}

export function FaultList({ faults }: { faults: readonly AddressFault[] }): VNode | null {
  if (faults.length === 0) return null;
  return (
    <ul class="faults">
      {faults.map(({ path, message }) => (
        <li key={path}>
          <code>{path}</code> {message}
        </li>
      ))}
    </ul>
  );
}
