import { defineCatalogue } from './catalogue.ts';

/** What only Discord needs said. Where a sentence names a permission it is as Discord's own settings name it. */
export const discordSentences = defineCatalogue(
  {
    // Names of commands and options: small letters, no spaces (Discord: 32 characters)
    nameAnimate: 'animate',
    nameEdit: 'edit',
    namePrompt: 'prompt',
    nameImage: 'image{number}',
    nameLength: 'length',
    nameRatio: 'ratio',
    nameFile: 'file',

    // What commands and options are for (Discord: 100 characters)
    animate: 'Make a video of pictures',
    edit: 'Change the video: music, titles, order, format…',
    menuAnimate: 'Animate',
    menuReport: 'Report',
    optionPrompt: 'What you want to see',
    optionEdit: 'What is to change',
    optionImage: 'A photo, clip or sound',
    optionLength: 'How long the video is to be',
    optionRatio: 'The format of the picture',
    optionFile: 'A photo, clip or sound to add',
    seconds: '{count} seconds',
    ratioWide: '16:9 wide',
    ratioTall: '9:16 tall, for phones',
    ratioSquare: '1:1 square',
    ratioPortrait: '4:5 portrait',

    // What the options add to a prompt
    promptEnd: '.',
    promptLength: ' Length: {seconds} seconds.',
    promptRatio: ' Format: {ratio}.',

    // The window that asks what to do with a message
    modalTitle: 'Make a video',
    modalLabel: 'What should I make of it?',
    modalExample: 'A 10-second video with a slow zoom and calm music',

    // The window that takes files
    filesTitle: 'Add photos',
    filesLabel: 'Photos, clips or sounds',
    filesCount: 'Up to {count} of them',
    filesWords: 'What should I make of them?',
    filesWordsOptional: 'You can also say that later.',
    filesNoWindow: 'I can’t open the window for that. Send the photos in a message that mentions me, or use /animate.',

    // The first message of a thread that the bot made
    threadHello:
      'This thread is for your video. Discord shows me here only what mentions me: write {bot} in front of your wish, use /edit, or press the button.',
    changeHere: 'Say what is to change',
    changeTitle: 'Change the video',
    changeLabel: 'What is to change?',
    changeExample: 'Slower, and a title at the start',

    // Notes
    notePrompt: '📝 “{what}”',
    noteFiles: '📎 {count}',
    noteCommand: '📝 /{name}',
    noteFifteenMinutes:
      'ℹ️ I am not a member here, so I can post here for 15 minutes only. What takes longer comes to you as a direct message.',
    onIt: '⏳ On it…',
    resultFor: '-# For {user}',
    aboutRequest: 'About your request in {place}:',

    // What can't be done, shown to one person alone
    forYouAlone:
      '📬 That answer is for you alone, and you take no direct messages from here. Use the slash command instead: only you see its answer.',
    notYours: '🔒 That button is for {user}. Use /animate to start something of your own.',
    buttonOver: 'That button is over. Send /status to see where we are.',
    notForYou: '🔒 You can’t use this here.',
    usedHere: '🔧 {user} used /{command} here.',
    buttonTaken: 'That button was pressed already. Send /status to see what I am doing.',
    noMedia: 'There is no photo, clip or sound in that message.',
    modalOver: 'I no longer know which message that was about. Choose “Animate” in its menu again.',
    unknownCommand: 'I don’t know that command any more. Restart Discord to see the new ones.',
    restarting: '🔄 I am restarting. Try again in a minute.',
    attachmentGone: '⚠️ Discord no longer gives me {name}. Send it again.',
    roleHidden:
      'I can’t read that: Discord shows me what mentions me, not what mentions my role. Mention me by my name instead.',
    replyHidden:
      'I can’t read that: Discord shows me a reply only when it mentions me. Turn “@ ON” when you reply, or mention me.',
    cannotPost:
      '⚠️ I can’t post in this channel: the permission “{permission}” is missing. Somebody who manages this server has to give it to me here; then try again.',
    cannotAttach:
      '⚠️ I can’t attach files in {place}: the permission “{permission}” is missing. So the video comes as a link.',
    threadClosed: '⚠️ The thread {place} was closed, so my answer comes here:',
    answerHere: '⚠️ I can’t post in {place}: the permission “{permission}” is missing there. So my answer comes here:',

    // Permissions, as Discord names them
    viewChannel: 'View Channel',
    sendMessages: 'Send Messages',
    sendInThreads: 'Send Messages in Threads',
    attachFiles: 'Attach Files',
  },
  {
    nameAnimate: '做视频',
    nameEdit: '修改',
    namePrompt: '要求',
    nameImage: '图片{number}',
    nameLength: '时长',
    nameRatio: '比例',
    nameFile: '文件',

    animate: '用图片做视频',
    edit: '修改视频：音乐、标题、顺序、画幅……',
    menuAnimate: '做成视频',
    menuReport: '举报',
    optionPrompt: '你想看到什么',
    optionEdit: '要改什么',
    optionImage: '一张照片、一段视频或一段声音',
    optionLength: '视频的时长',
    optionRatio: '画面的比例',
    optionFile: '要加入的照片、视频或声音',
    seconds: '{count} 秒',
    ratioWide: '16:9 横屏',
    ratioTall: '9:16 竖屏，适合手机',
    ratioSquare: '1:1 方形',
    ratioPortrait: '4:5 竖图',

    promptEnd: '。',
    promptLength: '时长：{seconds} 秒。',
    promptRatio: '画幅：{ratio}。',

    modalTitle: '做成视频',
    modalLabel: '想做成什么样？',
    modalExample: '10 秒视频，缓慢放大，配平静的音乐',

    filesTitle: '添加照片',
    filesLabel: '照片、视频或声音',
    filesCount: '最多 {count} 个',
    filesWords: '想做成什么样？',
    filesWordsOptional: '也可以以后再说。',
    filesNoWindow: '我打不开上传窗口。请在提及我的消息里发送照片，或者用 /做视频。',

    threadHello:
      '这个子区用来做你的视频。Discord 在这里只让我看到提及我的消息：请在要求前面写上 {bot}，或者用 /修改，或者按这个按钮。',
    changeHere: '说说要改什么',
    changeTitle: '修改视频',
    changeLabel: '要改什么？',
    changeExample: '慢一点，开头加个标题',

    notePrompt: '📝 “{what}”',
    noteFiles: '📎 {count}',
    noteCommand: '📝 /{name}',
    noteFifteenMinutes: 'ℹ️ 我不是这里的成员，只能在 15 分钟内在此发言。更久才做好的会私信发给你。',
    onIt: '⏳ 正在处理……',
    resultFor: '-# 给 {user}',
    aboutRequest: '关于你在 {place} 的请求：',

    forYouAlone: '📬 这个回答只给你一个人，而你不接收来自这里的私信。请改用斜杠命令：它的回答只有你能看到。',
    notYours: '🔒 这个按钮是给 {user} 的。用 /做视频 开始你自己的吧。',
    buttonOver: '这个按钮已经失效。发送 /状态 看看进展。',
    notForYou: '🔒 你在这里不能使用这个。',
    usedHere: '🔧 {user} 在这里使用了 /{command}。',
    buttonTaken: '这个按钮已经按过了。发送 /状态 看看我在做什么。',
    noMedia: '那条消息里没有照片、视频或声音。',
    modalOver: '我已经不知道那是哪条消息了。请在它的菜单里重新选择“做成视频”。',
    unknownCommand: '我已经没有这个命令了。重启 Discord 就能看到新的命令。',
    restarting: '🔄 我正在重启，请一分钟后再试。',
    attachmentGone: '⚠️ Discord 不再提供 {name}，请重新发送。',
    roleHidden: '我读不到这条消息：Discord 只让我看到直接提及我的消息，提及我的角色不算。请直接提及我。',
    replyHidden: '我读不到这条消息：Discord 只让我看到提及我的回复。回复时请打开“@ 开启”，或者直接提及我。',
    cannotPost: '⚠️ 我不能在这个频道发言：缺少权限“{permission}”。请服务器管理者在这里给我这个权限，然后再试一次。',
    cannotAttach: '⚠️ 我不能在 {place} 附加文件：缺少权限“{permission}”。所以视频会以链接发送。',
    threadClosed: '⚠️ 子区 {place} 已关闭，所以回答发到这里：',
    answerHere: '⚠️ 我不能在 {place} 发言：那里缺少权限“{permission}”。所以回答发到这里：',

    viewChannel: '查看频道',
    sendMessages: '发送消息',
    sendInThreads: '在子区内发送消息',
    attachFiles: '附加文件',
  },
);
