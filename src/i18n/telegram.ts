import { defineCatalogue } from './catalogue.ts';

/** The sentences that only people on Telegram read. */
export const telegramSentences = defineCatalogue(
  {
    fileTooBig: '⚠️ {name} is {size}, and Telegram gives bots files of {limit} at most.',
    wayAround:
      'Send a link to the file (a direct or Dropbox link), or a smaller or shorter version. Whoever runs this bot can lift the limit with a local Bot API server (TELEGRAM_API_ROOT).',
    topicGone: 'The topic where this was asked for is closed or gone, so here it is:',
    newTopic: 'New video',
    goingOn: 'I go on with the rest.',
    partOfOwnAlbum:
      'Of this album I can see one file only: in groups Telegram shows me just the message that is meant for me. I have not started. Send me the album in a private chat (@{name}); or let an administrator make me one here, then I see albums whole.',
    partOfAlbum:
      'Of this album I can see only the file that you reply to, and go on with it. For the whole album, send it to me in a private chat (@{name}).',
    notForYou: '🔒 You can’t use this here.',
    notYourButton: 'Only the person who asked for this can use its buttons.',
    buttonPressed: 'This button was pressed already. Send /status to see what I am doing.',
    buttonOver: 'This is over; the button no longer works.',

    // Commands (Telegram: 256 characters)
    animate: 'Make a video: write what you want behind it',
    edit: 'Change the video: write what is to change behind it',

    // The button beside the message field that opens the page
    menuButton: 'Page',

    // The bot's own page (Telegram: 512 and 120 characters)
    description:
      'I turn your photos into videos. Send me one or several photos and say what you want, such as “a 10-second video with a slow zoom and calm music”. I send you the finished MP4. Then say what is to change.',
    shortDescription: 'Turns your photos into videos: send photos, say what you want, get the MP4.',

    // On being added to a group
    hello:
      '👋 Hello! I turn photos into videos. Ask me with /animate and what you want, as the caption of photos or in reply to them; with @{name}; or in reply to one of my messages.',
    helloPrivacy: 'I am shown only such messages here, nothing else that you write.',
    helloSeesAll: 'I can see all messages of this group, but I take up only such ones.',
  },
  {
    fileTooBig: '⚠️ {name} 有 {size}，而 Telegram 最多只给机器人 {limit} 的文件。',
    wayAround:
      '请发送文件的链接（直接链接或 Dropbox 链接），或更小、更短的版本。运行本机器人的人可以用本地 Bot API 服务器（TELEGRAM_API_ROOT）解除这个限制。',
    topicGone: '提出请求的话题已关闭或不存在，所以发在这里：',
    newTopic: '新视频',
    goingOn: '其余的我继续处理。',
    partOfOwnAlbum:
      '这个相册我只能看到一个文件：在群里 Telegram 只给我看叫到我的那条消息。我还没有开始。请在私聊（@{name}）里把相册发给我；或者请管理员把我设为这里的管理员，这样我就能看到整个相册。',
    partOfAlbum: '这个相册我只能看到你回复的那个文件，我用它继续。要用整个相册，请在私聊（@{name}）里发给我。',
    notForYou: '🔒 你在这里不能使用这个。',
    notYourButton: '只有提出请求的人可以使用这些按钮。',
    buttonPressed: '这个按钮已经按过了。发送 /status 看看我在做什么。',
    buttonOver: '这已经结束，按钮不再有效。',

    animate: '做视频：在后面写你想要什么',
    edit: '修改视频：在后面写要改什么',
    menuButton: '网页',

    description:
      '我把你的照片做成视频。发来一张或几张照片，说说想要什么，比如“10 秒的视频，缓慢放大，配平静的音乐”，我就把做好的 MP4 发给你。之后再说要改什么。',
    shortDescription: '把照片做成视频：发照片，说想要什么，收到 MP4。',

    hello:
      '👋 大家好！我把照片做成视频。可以这样叫我：/animate 加上你想要的，写在照片的说明里或者回复照片；@{name}；或者回复我的消息。',
    helloPrivacy: '在这里我只能看到这样的消息，看不到你们写的其他内容。',
    helloSeesAll: '我能看到这个群的所有消息，但只处理这样的消息。',
  },
);
