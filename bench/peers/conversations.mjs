// The bot that a user would write instead: grammY with its conversations plugin, the state and the ratings in a store.
import { conversations, createConversation } from '@grammyjs/conversations';
import { openStore } from './store.mjs';
import { createBot, serve, stars } from './telegram.mjs';

const store = await openStore(process.env.BENCH_STORE);
const bot = createBot();

async function survey(conversation, ctx) {
  await ctx.reply('Please rate the quality of service', { reply_markup: stars });
  const tap = await conversation.waitForCallbackQuery(/^rate:[1-5]$/);
  const rating = Number(tap.callbackQuery.data.slice('rate:'.length));
  await conversation.external(() => store.rate(tap.chatId, rating));
  await tap.answerCallbackQuery();
  await tap.editMessageText(`Please rate the quality of service\n\n${'⭐'.repeat(rating)}`);
  await tap.reply('Thank you! Please leave a comment on your rating');
  const words = await conversation.waitFor('message:text');
  await conversation.external(() => store.comment(words.chatId, words.message.text));
  await words.reply('Thank you! Your answer helps us improve.');
}

bot.use(conversations({ storage: { type: 'key', version: 0, adapter: store } }));
bot.use(createConversation(survey));
bot.command('start', (ctx) => ctx.conversation.enter('survey'));
await serve(bot);
