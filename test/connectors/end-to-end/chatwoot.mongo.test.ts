import { expect, it } from 'vitest';
import { createMongoStore } from '../../../src/store/mongo/store.ts';
import { describeMongo, emptyDatabase } from '../../support/mongo.ts';
import { botTexts, MINUTE } from '../../support/service.ts';
import { client, startDesk } from './desk.ts';

describeMongo('Chatwoot over MongoDB', (uri) => {
  it('has one ask for ten webhooks, a note for each answer, and what was missed', async () => {
    await emptyDatabase(uri);
    const store = createMongoStore({ uri });
    const { service, fake, call, body, becomes, settle, reconcile } = await startDesk({ store });
    const { telegram } = service.simulator;
    await Promise.all(Array.from({ length: 10 }, () => call(body('resolved'))));
    await settle();
    expect(botTexts(telegram.chat(client))).toHaveLength(1);
    await telegram.tap(client, '⭐⭐⭐⭐');
    await settle();
    await service.pass(2 * MINUTE);
    await settle();
    await telegram.say(client, 'Quick');
    await settle();
    await service.pass(10 * MINUTE);
    await settle();
    const notes = ['Client’s rating: 4 of 5', 'Client’s rating: 4 of 5  \nClient’s comment: Quick'];
    expect(fake.notes('3:42')).toEqual(notes);

    expect((await becomes('open')).body.did).toBe('reopened');
    await service.pass(MINUTE);
    const seconds = service.clock.now().getTime() / 1_000;
    const entry = fake.conversations.get('3:42')?.entry ?? {};
    Object.assign(entry, { status: 'resolved', last_activity_at: seconds, updated_at: seconds });
    await service.pass(MINUTE);
    await reconcile();
    expect((await service.rows()).map(({ round }) => round)).toEqual([2, 1]);
  });
});
