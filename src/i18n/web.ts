import { defineCatalogue } from './catalogue.ts';
import { spokenIn, type Voice } from './language.ts';
import { traditional } from './traditional.ts';

const en = {
  // The page
  title: 'Reelay',
  projects: 'Projects',
  newProject: 'New project',
  untitled: 'New project',
  showProjects: 'Show projects',
  hideProjects: 'Hide projects',
  conversation: 'Conversation',
  you: 'You',
  bot: 'Reelay',
  emptyHead: 'Drop photos here and say what you want',
  emptyText: 'Photos, clips or music go in, a finished video comes back. Then say what is to change.',
  emptyExample: 'Make a 10-second video with a slow zoom, crossfades and calm music',
  choose: 'Choose files',
  camera: 'Take a photo',
  message: 'What do you want?',
  messageHint: 'Enter sends, Shift+Enter begins a new line, / lists commands',
  send: 'Send',
  remove: 'Remove {name}',
  dropHere: 'Drop the files to add them to your message',
  commandList: 'Commands',
  newMessages: 'New messages',

  // Sending
  sending: 'Sending {percent}%',
  preparing: 'Preparing your files…',
  notSent: 'Not sent: there is no connection to Reelay. It is sent as soon as Reelay answers.',
  tooManyFiles: 'One message takes {count} files at most, so the others were left out.',
  tooLarge: '{name} is over the limit of {limit}. Compress or trim it and try again.',
  tooLong: 'The message is too long. Shorten it to {count} letters.',
  emptyFile: '{name} is empty (0 bytes). Choose it again.',
  spaceFull:
    'Your files take up all the space that there is for you here. Send /forget in an old project to make room.',
  tooManyChats: 'There are {count} projects already. Send /forget in one that you no longer need.',
  notStored: 'Reelay can’t store anything at the moment. Your message is sent again by itself.',
  badRequest: 'That could not be read. Reload the page and try again.',
  refused: 'You can’t use this here.',
  buttonOver: 'This is over; the button no longer works.',
  buttonPressed: 'That was asked for already.',
  gone: 'This project is no longer here.',

  // The result
  elapsed: '{time} so far',
  progress: 'Progress',
  download: 'Download',
  videoLabel: 'Video {name}, {seconds} seconds',
  soundLabel: 'Sound {name}, {seconds} seconds',
  picture: 'Picture {name}',
  openPicture: 'Open {name}',

  // The connection
  connecting: 'Connecting…',
  offline: 'No connection to Reelay. Trying again…',

  // The timeline
  timeline: 'Timeline',
  timelineFacts: '{seconds} s · {aspect}',
  timelineLength: '{seconds} s',
  trackVideo: 'Clips',
  trackMusic: 'Music',
  trackText: 'Titles',
  seconds: '{seconds} s',
  clip: 'Clip {number} of {total}: {name}, {seconds} seconds',
  reorderHint: 'Drag a clip to move it, or use its arrows.',
  moveEarlier: 'Move clip {number} one place earlier',
  moveLater: 'Move clip {number} one place later',
  /** Sent as a message: what somebody would type. */
  moveClip: 'Move clip {from} to position {to}',
  timelineFailed: 'The timeline can’t be read right now. It is read again after the next change.',

  // Being let in
  passwordHead: 'This page is protected',
  password: 'Password',
  enter: 'Open',
  passwordWrong: 'That password or link is not right. A link works once; the next start of Reelay prints a new one.',
  passwordLater: 'There were too many tries. Wait a few minutes and try again.',
  passwordNeeded: 'Enter the password, or open the link that Reelay printed when it started.',
  noScript: 'This page needs JavaScript.',
  language: 'Language',
} as const;

const zh = {
  title: 'Reelay',
  projects: '项目',
  newProject: '新项目',
  untitled: '新项目',
  showProjects: '显示项目',
  hideProjects: '隐藏项目',
  conversation: '对话',
  you: '你',
  bot: 'Reelay',
  emptyHead: '把照片拖到这里，说说想要什么',
  emptyText: '放进照片、片段或音乐，得到做好的视频。之后再说要改什么。',
  emptyExample: '做一个 10 秒的视频，缓慢放大，交叉淡化，配平静的音乐',
  choose: '选择文件',
  camera: '拍照',
  message: '想要什么？',
  messageHint: '回车发送，Shift+回车换行，输入 / 查看命令',
  send: '发送',
  remove: '移除 {name}',
  dropHere: '松开即可把文件加到消息里',
  commandList: '命令',
  newMessages: '新消息',

  sending: '正在发送 {percent}%',
  preparing: '正在准备文件…',
  notSent: '未发送：与 Reelay 没有连接。Reelay 一有回应就会发送。',
  tooManyFiles: '一条消息最多 {count} 个文件，其余的没有加进来。',
  tooLarge: '{name} 超过了 {limit} 的上限。请压缩或剪短后再试。',
  tooLong: '消息太长了。请缩短到 {count} 个字符以内。',
  emptyFile: '{name} 是空的（0 字节）。请重新选择。',
  spaceFull: '你的文件已占满这里给你的空间。请在旧项目里发送 /forget 腾出空间。',
  tooManyChats: '已经有 {count} 个项目了。请在不再需要的项目里发送 /forget。',
  notStored: 'Reelay 现在无法保存任何内容。你的消息会自动重新发送。',
  badRequest: '无法读取。请重新加载页面再试。',
  refused: '你在这里不能使用这个。',
  buttonOver: '这已经结束，按钮不再有效。',
  buttonPressed: '这个已经请求过了。',
  gone: '这个项目已经不在了。',

  elapsed: '已用 {time}',
  progress: '进度',
  download: '下载',
  videoLabel: '视频 {name}，{seconds} 秒',
  soundLabel: '声音 {name}，{seconds} 秒',
  picture: '图片 {name}',
  openPicture: '打开 {name}',

  connecting: '正在连接…',
  offline: '与 Reelay 没有连接，正在重试…',

  timeline: '时间线',
  timelineFacts: '{seconds} 秒 · {aspect}',
  timelineLength: '{seconds} 秒',
  trackVideo: '片段',
  trackMusic: '音乐',
  trackText: '标题',
  seconds: '{seconds} 秒',
  clip: '第 {number} 个片段，共 {total} 个：{name}，{seconds} 秒',
  reorderHint: '拖动片段来移动它，或使用片段上的箭头。',
  moveEarlier: '把第 {number} 个片段前移一位',
  moveLater: '把第 {number} 个片段后移一位',
  moveClip: '把第{from}张移到第{to}个位置',
  timelineFailed: '现在读不到时间线。下次修改后会再读取。',

  passwordHead: '这个页面受保护',
  password: '密码',
  enter: '打开',
  passwordWrong: '密码或链接不对。链接只能用一次；Reelay 下次启动时会给出新的链接。',
  passwordLater: '尝试次数太多。请等几分钟再试。',
  passwordNeeded: '请输入密码，或打开 Reelay 启动时显示的链接。',
  noScript: '这个页面需要 JavaScript。',
  language: '语言',
} as const;

/** The sentences that only people on the page read. */
const sentences = defineCatalogue(en, zh);

export type WebSentence = keyof typeof en;

const KEYS = Object.keys(en) as WebSentence[];

/** The sentences of the page in a voice, with their placeholders: they are filled where they are shown. */
export function webWords(voice: Voice): Record<WebSentence, string> {
  // Without values the placeholders stay.
  const sentence: (key: WebSentence) => string = sentences(spokenIn(voice));
  const written = (key: WebSentence) => (voice === 'zh-Hant' ? traditional(sentence(key)) : sentence(key));
  return Object.fromEntries(KEYS.map((key) => [key, written(key)])) as Record<WebSentence, string>;
}
