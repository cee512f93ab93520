import { testChannel } from '../../contracts/channel.ts';
import { createViberHarness } from '../../support/channels.ts';

testChannel('viber', createViberHarness, {
  skip: [
    { test: 'edits a message', reason: 'Viber has no edit' },
    {
      test: 'says which message carried the tapped keyboard',
      reason: 'Viber does not tell; a keyboard belongs to the chat',
    },
  ],
});
