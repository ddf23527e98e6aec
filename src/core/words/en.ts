/** Every sentence a user reads, in English. Words in braces are filled in; `zh.ts` has the same keys and the same braces. */
export const en = {
  // Beginning
  connecting: '🔌 Connecting to {skill}…',
  ready: '✅ Ready.',
  examplesHead: 'For example:',

  // Progress
  receiving: '📥 Receiving your files ({number} of {total})…',
  uploading: '📤 Uploading {name} ({number} of {total})…',
  working: '🎬 Working on your video…',
  rendering: '🎞 Rendering {bar} {percent}%',
  renderQueued: '🎞 Waiting for the renderer…',
  sending: '📨 Sending your video ({size})…',
  checking: '🔎 The connection dropped. Checking what was done…',
  stillWorking: '⏳ Still working… ({elapsed})',
  sessionRenewed: 'The old project has expired at Nemo, so this is a new one. Files from before must be sent again.',
  pickedUp: '🔄 I was restarted and go on where I was…',

  // What the agent is doing
  toolGenerate: '🎨 Generating the clip (this can take 2–5 minutes)…',
  toolMusic: '🎵 Working on the music…',
  toolText: '🔤 Working on the text…',
  toolMotion: '🎥 Setting the motion…',
  toolTransition: '🎞 Setting the transitions…',
  toolLength: '⏱ Setting the length…',
  toolOrder: '🗂 Arranging the timeline…',
  toolFrame: '🖼 Setting the picture format…',
  toolOther: '🛠 Editing the timeline…',

  // Results
  videoReady: '✅ Video ready: {seconds} s, {width}×{height}, {size}',
  videoReadyLink: '✅ Video ready. At {size} it is too big for this chat (limit {limit}); download it here:\n{url}',
  openInBrowser: '🌐 Open the project in a browser: {url}',
  changed: 'Here is what changed:',
  unchanged:
    'Nothing on the timeline changed. Try saying exactly what you want, for example “add the title "Summer" for the first 3 seconds”.',
  foundAfterBreak: 'The connection broke while I was waiting, but the edit went through:',
  lostReply:
    '⚠️ The connection broke, and the timeline still shows no change. I have not sent your request again, so that you are not charged twice. Say it once more to try again.',
  sayExport: 'Say “export” when you want the video.',
  rawClip: '🎬 The raw clip is there; music and titles come next.',

  // Timeline
  timelineHead: 'Timeline ({count} tracks, {seconds} s):',
  timelineHeadOne: 'Timeline (1 track, {seconds} s):',
  timelineEmpty: 'The timeline is empty.',
  trackVideo: 'Video',
  trackMusic: 'Music',
  trackText: 'Title',
  trackOther: 'Track',
  moreSegments: '… and {count} more',

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
  changeDetail: '🎚 {name}: {field} {before} → {after}',
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
  emptyMessage: 'Send me photos, say what you want, and I will make a video.',

  // Files that can't be taken
  formats: 'JPG, PNG, GIF, WebP, HEIC · MP4, MOV, AVI, WebM, MKV · MP3, WAV, M4A, AAC',
  fileEmpty: '⚠️ {name} is empty (0 bytes). Send it again.',
  fileTooLarge: '⚠️ {name} is over the limit of {limit}. Compress or trim it and send it again.',
  fileUnsupported: '⚠️ {name} is {detected}, which I can’t use. I take {formats}.',
  fileUnsupportedUnknown: '⚠️ {name} is of a type I can’t use. I take {formats}.',
  fileDamaged: '⚠️ {name} is damaged or cut off. Send the original again.',
  fileTooManyPixels: '⚠️ {name} is too large a picture to open. Send it at 100 megapixels or less.',
  fileUnreachable: '⚠️ {name} could not be read. Send it again.',
  fileSpoolFull: '⚠️ I have too many files in hand right now, so {name} has to wait. Send it again in a few minutes.',

  // Control
  help: 'Send me photos or clips and say what you want: “a 10-second clip with a slow zoom and calm music”. Then keep talking: “make it vertical”, “music at 20%”, “add the title "Hello"”.\n\nI also understand:\nexport – send the video\nstatus – what is on the timeline\ncredits – what is left\ncancel – stop what is running\nnew – start a new project\nhelp – this text',
  statusIdle: 'Nothing is running.',
  statusBusy: '⏳ Working on: “{what}” ({elapsed})',
  statusWaiting: '{count} more waiting.',
  statusNoProject: 'There is no project in this chat yet.',
  credits: '💳 Credits: {available} available, {frozen} reserved, {total} in all',
  cancelled: '🛑 Stopped: “{what}”. Credits that were already used can’t be returned.',
  nothingToCancel: 'Nothing is running that could be stopped.',
  newProject: '🆕 New project. Send me photos to begin.',
  newProjectOld: '🆕 New project. Send me photos to begin.\nThe one before stays here: {url}',
  nothingToExport: 'There is nothing to export yet. Send me photos and say what you want.',

  // Failures
  failedAccount:
    '⚠️ The bot’s account at Nemo needs attention from whoever runs this bot. Nothing was charged; try again later.',
  failedSessionGone: '⚠️ The old project has expired at Nemo. I have started a new one: please send your photos again.',
  failedCreditsAnonymous: '💳 The free credits are used up. Register to get more: {url}',
  failedCredits: '💳 The credits are used up. Top up the account to go on.',
  failedPlan:
    '⚠️ The free plan doesn’t allow this export. That is about the plan, not about credits. Register or upgrade here: {url}',
  failedType: '⚠️ Nemo doesn’t take this file type. I can send {formats}.',
  failedSize: '⚠️ Nemo says the file is too large. Compress or trim it and send it again.',
  failedBusy: '⚠️ Nemo is very busy right now. Try again in a minute.',
  failedUnreachable: '⚠️ Nemo is not answering. Your photos are safe there; try again in a few minutes.',
  failedAnswer:
    '⚠️ Nemo gave an answer I don’t understand. Try again; if it stays, tell whoever runs this bot (turn {turn}).',
  failedAgent: '⚠️ Nemo’s agent ran into a problem and could not finish this. Try again, perhaps in other words.',
  failedRender: '⚠️ The render failed. Say “export” to try again; exports are free.',
  failedRenderTime:
    '⚠️ The render takes longer than {elapsed}, so I stopped waiting. Say “export” to try again; exports are free.',
  failedStore:
    '⚠️ I can’t write my notes right now, so I can’t take requests. Whoever runs this bot has to look at its disk.',
  failedUnknown: '⚠️ Something went wrong on my side. Try again; if it stays, tell whoever runs this bot (turn {turn}).',
} as const;
