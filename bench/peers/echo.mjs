// The least that a Telegram bot does at a tap: it answers it and says something; nothing is kept.
import { createBot, serve, stars } from './telegram.mjs';

const bot = createBot();
bot.command('start', (ctx) => ctx.reply('Please rate the quality of service', { reply_markup: stars }));
bot.on('callback_query:data', async (ctx) => {
  await ctx.answerCallbackQuery();
  await ctx.reply(`You tapped ${ctx.callbackQuery.data}`);
});
await serve(bot);
