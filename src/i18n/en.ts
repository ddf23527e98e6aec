import { enCommunity } from './en-community.ts';
import { enDraft } from './en-draft.ts';
import { enRefusals } from './en-refusals.ts';
import { enSettings } from './en-settings.ts';

/** Every sentence a user reads, in English. Words in braces are filled in; `zh.ts` has the same keys and the same braces. */
export const en = {
  ...enCommunity,
  ...enDraft,
  ...enRefusals,
  ...enSettings,

  // Beginning
  connecting: '🔌 Connecting to {skill}…',
  ready: '✅ Ready.',
  examplesHead: 'For example:',
  exampleNeedsFiles: '💡 “{what}”: send me the photos or clips for it, with these words or your own.',

  // Progress
  receiving: '📥 Receiving your files ({number} of {total})…',
  uploading: '📤 Uploading {name} ({number} of {total})…',
  working: '🎬 Working on your video…',
  rendering: '🎞 Rendering {bar} {percent}%',
  renderQueued: '🎞 Waiting for the renderer…',
  sending: '📨 Sending your video ({size})…',
  checking: '🔎 The connection dropped. Checking what was done…',
  stillWorking: '⏳ Still working… ({elapsed})',
  recordLost: '⚠️ My notes about this chat were damaged, so it starts afresh. Files from before must be sent again.',
  sessionRenewed: 'The old project has expired at Nemo, so this is a new one. Files from before must be sent again.',
  pickedUp: '🔄 I was restarted and go on where I was…',
  nemoSilent: '🔌 Nemo is not answering right now. Your request waits and goes on by itself.',
  allSlotsBusy: '🚦 I have my hands full. Your request begins as soon as one of the others is done.',
  storeSilent: '💾 My storage can’t be used right now. Your request waits and goes on by itself.',

  // What the agent is doing
  toolGenerate: '🎨 Generating the clip (this can take 2–5 minutes)…',
  toolMusic: '🎵 Working on the music…',
  toolGenerateMusic: '🎵 Making the music (this can take 1–2 minutes)…',
  toolVoice: '🎙 Making the voice-over (this can take 1–2 minutes)…',
  toolImage: '🖼 Making a picture…',
  toolUnderstand: '🔎 Looking at the material…',
  toolText: '🔤 Working on the text…',
  toolMotion: '🎥 Setting the motion…',
  toolTransition: '🎞 Setting the transitions…',
  toolLength: '⏱ Setting the length…',
  toolOrder: '🗂 Arranging the timeline…',
  toolFrame: '🖼 Setting the picture format…',
  toolOther: '🛠 Editing the timeline…',

  // Waiting in the queue
  projectBusy: '🚦 Somebody else’s request is working on this project. Yours begins as soon as that is done.',
  queuedNext: '📝 Noted: next after this one.',
  queuedAt: '📝 Noted: number {position} in the queue.',
  tooMany:
    '⏸ {count} requests are waiting already, so I did not take this one. Wait for one to finish, or take one out with “remove 1”.',

  askForFile: '📎 There is no photo in this project yet. Send it, and I do with it what you wrote: “{what}”.',
  pointedHidden:
    '🙈 I can’t see the message that you replied to, so I have not begun anything. Send me its picture together with your words, or choose “Animate” in that message’s menu (Apps).',
  lateEdit:
    '✏️ I had begun already, so this change is not in it. Send the change as a new message, or press the button: it goes to the video as a request of its own.',
  nextSendEdit: '✏️ Send the change',
  lateEditOver: 'I no longer know that change. Send it as a new message.',
  withdrawn: '🗑 You deleted the message, so I took its request back: “{what}”.',
  withdrawnTooLate:
    '🗑 You deleted a message, but its request is under way or done. Say “cancel” to stop what is running.',
  aboutFiles: 'This is about {names}.',
  aboutQuote: 'This is about the words “{quote}”.',

  limitUser:
    '⏳ You have asked for a lot in a short time. I take your next request in {wait}; help, status and cancel work at any time.',
  limitPlace:
    '⏳ This chat has asked for a lot in a short time. I take the next request here in {wait}; help, status and cancel work at any time.',

  limitFiles:
    '⏳ You have sent a lot of files in a short time. I take the next ones in {wait}; requests without files work at any time.',
  limitBytes:
    '⏳ Your files have been large in the last hour. I take the next ones in {wait}; requests without files work at any time.',
  limitOpen:
    '⏳ {count} of your requests are not done yet, and one person may not have more. Wait for one of them, or say “cancel all” where they run.',

  // Results
  videoReady: '✅ Video ready: {seconds} s, {width}×{height}, {size}',
  videoConverted: 'Converted to H.264, which plays everywhere',
  videoFitted: '{lines}p to fit this chat ({limit})',
  videoFull: 'full quality ({size}): {url}',
  fitting: '🎬 Fitting to {limit} {bar} {percent}%',
  gifReady: '✅ GIF ready: {seconds} s, {width}×{height}, {size}',
  gifBeginning: 'Only the first {seconds} s: GIFs are for short loops.',
  soundReady: '✅ Sound ready: {seconds} s, {size} (M4A)',
  videoSmaller: '{lines}p, made smaller ({before} before)',
  videoAsItIs: 'A smaller version would look too bad, so this is the video as it is.',
  videoIsSmall: 'It has {lines}p, so this is the video as it is.',
  noSound:
    'The video has no sound, so there is nothing to send. Say “add calm music” first, or “export” for the video.',
  formFailed: '⚠️ That could not be made of the video. Say “export” to get the video itself.',
  making: '🎬 Making the {what} {bar} {percent}%',
  formGif: 'GIF',
  formAudio: 'sound file',
  formVideo: 'smaller version',
  otherResolution: 'ℹ️ Made in {width}×{height} instead of {wanted}.',
  otherFrameRate: 'ℹ️ Made with {fps} frames a second instead of {wanted}.',
  leftOut: '⚠️ Made without {names}: it can’t be decoded. Send it again as MP4 or JPEG to have it in the video.',
  videoTooLarge:
    '✅ Video ready. At {size} it is too big for this chat (limit {limit}), and a version that fits would look too bad. Ask for a shorter one.',
  videoUnreachable: '✅ Video ready, but I could not fetch it. Say “export” to try again.',
  previewReady: '👀 Preview in low resolution: {seconds} s, {width}×{height}. Export for the video in full quality.',
  previewBeginning:
    '👀 Preview of the first {seconds} s in low resolution, {width}×{height}. Export for the whole video in full quality.',
  videoReadyLink: '✅ Video ready. At {size} it is too big for this chat (limit {limit}); download it here:\n{url}',
  videoNotAllowed:
    '✅ Video ready, but I may not send files here. A moderator can allow me to send videos and attach files.',
  videoNotTaken: '✅ Video ready, but this chat did not take the file.',
  videoHere: 'Download it here:\n{url}',
  videoNowhere: 'Say “export” to try again, or ask me in a private chat.',
  videoReadyNoFile: '✅ Video ready, but I could not fetch it. Download it here:\n{url}',
  answerQuestion: 'Answer in your own words, and I’ll pass it on.',
  answerOne: 'Choose one, say its number, or answer in your own words.',
  answerMany: 'Choose what fits and then “Done”; or say the numbers, such as “1, 3”, or answer in your own words.',
  questionOf: '{number} of {total}: {prompt}',
  chosenSoFar: '✔️ Chosen: {what}',
  answerDone: '✔️ Done',
  answerSkip: '⏭ Skip',
  answerYes: '✅ Yes, go ahead',
  answerOver: 'That question is over, so nothing was done. Say “status” to see where we are.',
  answerGiven: 'That was answered already: {what}',
  /** Said to the agent. */
  yesPrompt: 'Yes, go ahead.',
  confirmNeeded: '👉 Nemo waits for a yes. Say “yes, go ahead” to go on; that uses credits.',
  newClip: '🎬 A new clip is there. Say “export” when you want the video.',
  openInBrowser: '🌐 Open the project in a browser: {url}',
  changed: 'Here is what changed:',
  unchanged:
    'Nothing on the timeline changed. Try saying exactly what you want, for example “add the title "Summer" for the first 3 seconds”.',
  foundAfterBreak: 'The connection broke while I was waiting, but the edit went through:',
  lostReply:
    '⚠️ The connection broke, and the timeline still shows no change. I have not sent your request again, so that you are not charged twice. Say it once more to try again.',
  lostSight:
    '⚠️ The connection broke, and I can’t see yet what became of your request. I have not sent it again, so that you are not charged twice. Say “timeline” in a while to see it.',
  rawClip: '🎬 The raw clip is there; music and titles come next.',
  noteRerun: '🔁 The same once more, as a new request that uses credits: “{what}”',
  noteVariation: '🎲 Another version, as a new request that uses credits.',

  // What the bot asks the agent on the user's behalf
  variationPrompt:
    'Make another version of this video from the same material, with different motion, transitions and music. The request was: {what}',
  batchPrompt: 'Start over and make a new video of {name} only: {instruction}',

  /** Follows what a credit is used for: the label of a button, a line of the help. */
  usesCredits: ' (uses credits)',

  // Next steps
  nextHead: 'Next:',
  nextExport: '🎞 Export the video',
  nextRerun: '🔁 Once more (uses credits)',
  nextVariation: '🎲 Another version (uses credits)',
  nextTimeline: '📋 Timeline',
  nextNew: '🆕 New project',
  nextLink: '🌐 Open in browser',
  nextAddFiles: '📎 Add photos',

  // Timeline
  timelineHead: 'Timeline ({count} tracks, {seconds} s):',
  timelineHeadOne: 'Timeline (1 track, {seconds} s):',
  timelineEmpty: 'The timeline is empty.',
  trackVideo: 'Video',
  trackMusic: 'Music',
  trackText: 'Title',
  trackOther: 'Track',
  moreLines: '… and {count} more lines',
  moreCharacters: '… and {count} more characters',
  moreSegments: '… and {count} more',
  moreChanges: '… and {count} more changes',

  // Changes on the timeline
  changeAdded: '✅ {what} added: {name} ({when})',
  changeRemoved: '🗑 {what} removed: {name}',
  changeReplaced: '🔁 {what}: {before} → {after}',
  changeMoved: '↔️ {what} {name} moved: {before} → {after}',
  changeRetimed: '⏱ {what} {name}: {before} → {after}',
  changeText: '🔤 {what}: {before} → {after}',
  changeVolume: '🎵 {name}: volume {before} → {after}',
  changeMotion: '🎥 {name}: motion {before} → {after}',
  changeTransition: '🎞 {name}: transition {before} → {after}',
  changePosition: '🔤 {name}: position {before} → {after}',
  changeLength: '⏱ Length: {before} → {after}',
  changeAspect: '🖼 Format: {before} → {after}',
  whatVideo: 'Clip',
  whatMusic: 'Music',
  whatText: 'Title',
  whatOther: 'Item',
  none: 'none',

  // Questions back
  gotFiles: '📎 Got {count} files. What should I make of them?',
  gotOneFile: '📎 Got {name}. What should I make of it?',
  askForMedia: 'Send me the photos or clips first, then say what you want.',
  smallTalkThanks: '😊 You’re welcome! Say what to change, or send new photos.',
  smallTalkPraise: '😊 Glad you like it! Say what to change, or “export” for the video.',
  smallTalkBye: '👋 See you! Your project stays as it is.',
  emptyMessage: 'Send me photos, say what you want, and I will make a video.',

  // Files that can't be taken
  formats: 'JPG, PNG, GIF, WebP, HEIC · MP4, MOV, AVI, WebM, MKV · MP3, WAV, M4A, AAC',
  fileEmpty: '⚠️ {name} is empty (0 bytes). Send it again.',
  fileTooLarge: '⚠️ {name} is over the limit of {limit}. Compress or trim it and send it again.',
  fileUnsupported: '⚠️ {name} is {detected}, which I can’t use. I take {formats}.',
  fileUnsupportedUnknown: '⚠️ {name} is of a type I can’t use. I take {formats}.',
  fileDamaged: '⚠️ {name} is damaged or cut off. Send the original again.',
  fileTooManyPixels: '⚠️ {name} is too large a picture to open. Send it at 100 megapixels or less.',
  fileTooComplex: '⚠️ {name} takes too much time or memory to open. Send a shorter, smaller or simpler version of it.',
  fileUnreachable: '⚠️ {name} could not be read. Send it again.',
  linkUnreachable:
    '⚠️ Nemo could not fetch {name}. Check that the link opens without logging in, or send the file itself.',
  fileTypeRefused: '⚠️ Nemo doesn’t take {name}: its type is not accepted there. It takes {formats}.',
  fileSizeRefused: '⚠️ Nemo says {name} is too large. Compress or trim it and send it again.',
  fileSpoolFull: '⚠️ I have too many files in hand right now, so {name} has to wait. Send it again in a few minutes.',

  // Control
  helpIntro:
    'Send me photos or clips and say what you want: “a 10-second clip with a slow zoom and calm music”. Then keep talking: “make it vertical”, “music at 20%”, “add the title "Hello"”. Several files can each become a video of their own: “each as its own video”.',
  helpActions: 'I also understand:',
  helpLimits:
    'What I can’t do: retouch photos, use music from streaming services, or change the format of a clip once it is generated.',
  factDuration:
    '⏱ A first clip usually takes 2–5 minutes, music 1–2 minutes; smaller edits are quicker. I show how far it is.',
  factPrice:
    '💳 A first clip uses about 100 credits, an editing round about 50; exports are free. Say “credits” to see what is left.',
  factFormats: '📎 I take {formats}; up to {limit} a file. Videos come as MP4.',
  actionGone: 'I can’t do that any more. Say “help” to see what I can do.',
  statusIdle: 'Nothing is running.',
  statusBusy: '⏳ Working on: “{what}” ({elapsed})',
  statusWaiting: 'Waiting:',
  statusRemoveHint: 'Take one out with “remove 1”.',
  statusNoProject: 'There is no project in this chat yet.',
  cost: '💳 −{spent} credits, {left} left',
  costShared: '💳 −{spent} credits',
  creditsUserDay: '👤 You have used {used} of your {credits} credits today; {left} are left.',
  creditsUserMonth: '👤 You have used {used} of your {credits} credits this month; {left} are left.',
  creditsPlaceDay: '👥 All of you here have used {used} of {credits} credits today; {left} are left.',
  creditsPlaceMonth: '👥 All of you here have used {used} of {credits} credits this month; {left} are left.',
  credits: '💳 Credits: {available} available, {frozen} reserved, {total} in all',
  cancelled: '🛑 Stopped: “{what}”. Nothing was charged for it.',
  cancelledSpent: '🛑 Stopped: “{what}”. Nemo had begun with it; credits that were already used can’t be returned.',
  cancelledRender: '🛑 Stopped the export. Exports are free; say “export” to start it again.',
  cancelledMore: 'I go on with: “{what}”. Say “cancel all” to stop everything.',
  cancelledAll: '🛑 Also removed from the queue: {count}.',
  removed: '🗑 Removed from the queue: “{what}”.',
  removedNone: 'There is no number {number} in the line.',
  removeWhich: 'Say which one, such as “remove 1”.',
  removeOthers: 'The line has moved: number {number} is somebody else’s request now. /status shows where yours is.',
  cancelOthers: 'What you asked for has ended already; what runs now is somebody else’s.',
  nothingToCancel: 'Nothing is running that could be stopped.',
  newProject: '🆕 New project. Send me photos to begin.',
  newProjectOld: '🆕 New project. Send me photos to begin.\nThe one before stays here: {url}',
  linkLocalOnly: 'This project is on the machine that the bot runs on and has no address for others.',
  link: '🌐 Your project in the browser: {url}',
  staleButton:
    'That button belongs to an earlier project, so nothing was done. Say “link” or “status” to see the one we are on.',
  othersProject:
    'That video belongs to somebody else’s project, and here everybody works on their own. Send your own photos, or use the command animate, to begin one.',
  backToProject: '↩️ Back to the project of that message.',
  nothingToRepeat: 'There is nothing to repeat yet. Send me photos and say what you want.',
  skillList: 'This chat uses {current}. There are:',
  skillHint: 'Switch with “skill” and a name or number, for example “skill 2”.',
  skillSwitched: '✅ This chat now uses {skill}. {greeting}',
  skillUnknown: 'I don’t know the skill “{what}”.',
  languageNow: 'We speak English. Say “speak Chinese” to change, or “language auto” to let your words decide.',
  answerIn: 'Please answer in English.',
  languageSet: '✅ I’ll speak English.',
  languageAuto: '✅ I’ll answer in the language you write in.',
  languageFixed: 'This bot always speaks English; whoever runs it decided so.',
  languageUnknown: 'I speak English and Chinese.',
  forgetAsk:
    'This makes me forget everything about this chat: the project, its settings, what waits. The project itself stays at Nemo until it expires there. Say “forget yes” to do it.',
  forgotten: '✅ Forgotten: everything I had about this chat. The next message starts fresh.',
  nothingToExport: 'There is nothing to export yet. Send me photos and say what you want.',

  // Honest limits
  limitRetouch:
    'I can’t retouch photos (remove backgrounds or people, swap faces, change colours). I can animate, order and title them: edit the photo first, then send it to me.',
  limitStreamingMusic:
    'Music from streaming services can’t be used. Send the song as a file (MP3, WAV, M4A), or name a mood such as “calm” or “upbeat” and I’ll find something.',
  limitNotVideo:
    'I make videos of photos and clips; with that I can’t help. Send me photos and say what you want to see.',
  limitAspect:
    'The format of a finished clip can’t be changed; it needs a new generation, which uses credits. Say “make a new vertical video” with the format you want.',
} as const;
