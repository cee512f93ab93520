import { expect, it } from 'vitest';
import type { Command } from '../../src/supervisor/commands/command.ts';
import { aPerson } from '../access/persons.ts';
import { openStaffDesk } from './staff-desk.ts';

const olena = aPerson();

async function asked() {
  const written: string[] = [];
  const today: Command = {
    about: 'help.about',
    action: null,
    run: async () => ({ text: 'The figures of today' }),
  };
  const desk = await openStaffDesk([olena], () => ({
    commands: { today },
    areas: {
      alert: {
        tap: async () => undefined,
        written: async (_argument, text) => {
          written.push(text);
          return { text: 'On its way' };
        },
      },
    },
  }));
  const [chat] = olena.chats;
  if (!chat) throw new Error('no chat');
  const prompt = { area: 'alert', argument: 'letter:1', personId: olena.id };
  await desk.tools.prompts.ask(chat, { text: 'Write to the client' }, prompt);
  return { ...desk, written };
}

it('a command in reply to a prompt is a command, and goes to no client', async () => {
  const desk = await asked();
  expect((await desk.replies(olena, '/today')).text).toBe('The figures of today');
  expect(desk.written).toEqual([]);
});

it('a client’s command in reply to a prompt is the client’s', async () => {
  const desk = await asked();
  await desk.replies(olena, '/stop');
  expect(desk.written).toEqual([]);
});

it('what only looks like a command is what was asked for', async () => {
  const desk = await asked();
  await desk.replies(olena, '/refund was made');
  expect(desk.written).toEqual(['/refund was made']);
});
