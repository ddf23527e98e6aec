import { defineCatalogue } from './catalogue.ts';

/** The sentences that only people on Telegram read. */
export const telegramSentences = defineCatalogue(
  {
    fileTooBig: '⚠️ {name} is {size}, and Telegram gives bots files of {limit} at most.',
    wayAround:
      'Send a link to the file (a direct or Dropbox link), or a smaller or shorter version. Whoever runs this bot can lift the limit with a local Bot API server (TELEGRAM_API_ROOT).',
    goingOn: 'I go on with the rest.',
    notForYou: '🔒 You can’t use this here.',
    notYourButton: 'Only the person who asked for this can use its buttons.',
    buttonPressed: 'This button was pressed already. Send /status to see what I am doing.',
    buttonOver: 'This is over; the button no longer works.',
  },
  {
    fileTooBig: '⚠️ {name} 有 {size}，而 Telegram 最多只给机器人 {limit} 的文件。',
    wayAround:
      '请发送文件的链接（直接链接或 Dropbox 链接），或更小、更短的版本。运行本机器人的人可以用本地 Bot API 服务器（TELEGRAM_API_ROOT）解除这个限制。',
    goingOn: '其余的我继续处理。',
    notForYou: '🔒 你在这里不能使用这个。',
    notYourButton: '只有提出请求的人可以使用这些按钮。',
    buttonPressed: '这个按钮已经按过了。发送 /status 看看我在做什么。',
    buttonOver: '这已经结束，按钮不再有效。',
  },
);
