import { expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';

it('registers every adapter under its own name', () => {
  const now = () => new Date(0);
  const url = 'https://bot.example/webhook';
  const created = [
    adapters.telegram.create({ token: '1:a', now }),
    adapters.viber.create({ token: 'a', webhookUrl: url, senderName: 'Afterword', now }),
  ];
  expect(created.map((adapter) => adapter.name)).toEqual(Object.keys(adapters));
  expect(created.map((adapter) => [adapter.name, adapter.limits])).toEqual(
    Object.entries(adapters).map(([name, { limits }]) => [name, limits]),
  );
});
