import { testChannel } from '../../contracts/channel.ts';
import { createTelegramHarness } from '../../support/channels.ts';

testChannel('telegram by webhook', createTelegramHarness('webhook'));

const reason = 'There is no webhook while it polls';
testChannel('telegram by long polling', createTelegramHarness('polling'), {
  skip: [
    { test: 'refuses a webhook that is not signed, or badly', reason },
    { test: 'refuses a webhook that is malformed', reason },
    { test: 'lets an update go that can never be read, or it would come again for ever', reason },
    { test: 'reads a huge webhook', reason },
    { test: 'takes an event of a kind that it does not know for read', reason },
    { test: 'takes no webhook before it is started, nor after it is stopped', reason },
  ],
});
