/** What is said when something is refused or fails, in English; `zh-refusals.ts` has the same keys. */
export const enRefusals = {
  // Who may do what
  budgetUserDay:
    '💳 You have used your {credits} credits for today, or this request would take more than is left. It is possible again in {wait}; whoever runs this bot can give you more.',
  budgetUserMonth:
    '💳 You have used your {credits} credits for this month, or this request would take more than is left. It is possible again in {wait}; whoever runs this bot can give you more.',
  budgetPlaceDay:
    '💳 All of you here have used your {credits} credits for today, or this request would take more than is left. It is possible again in {wait}; a moderator or whoever runs this bot can raise that.',
  budgetPlaceMonth:
    '💳 All of you here have used your {credits} credits for this month, or this request would take more than is left. It is possible again in {wait}; whoever runs this bot can raise that.',
  refusedBlocked: '🔒 You are blocked from this bot here. If you think that is a mistake, ask a moderator.',
  refusedStranger:
    '🔒 This bot is not open to everybody, so I can’t help here. If you should have access, ask whoever runs it.',
  refusedPaused: '⏸ A moderator has paused me here, so I begin nothing new. Say “status” to see what still runs.',
  refusedModeratorsUseIt: '🔒 Here, only moderators make videos with me. Ask one of them, or write to me in private.',
  refusedOwners: '🔒 /{command} is for whoever runs this bot.',
  refusedModerators: '🔒 /{command} is for the moderators here.',
  refusedChangesAll:
    '🔒 /{command} changes things for everybody here, so it is for moderators. Write to me in private to use it for yourself.',
  refusedOthersWork:
    '🔒 /{command} concerns what somebody else here asked for. Only they or a moderator can use it for that.',

  // Failures
  failedAccount:
    '⚠️ The bot’s account at Nemo needs attention from whoever runs this bot. Nothing was charged; try again later.',
  failedOwnAccount:
    '⚠️ Nemo refuses the bot’s account, also with a new token. Ask whoever runs this bot to see to that, then try again.',
  failedSessionGone: '⚠️ The old project has expired at Nemo. I have started a new one: please send your photos again.',
  failedCreditsAnonymous: '💳 The free credits are used up. Register to get more: {url}',
  failedCreditsOthers: '💳 The free credits are used up. Ask whoever runs this bot to register its account for more.',
  failedCredits: '💳 The credits are used up. Top up the account to go on.',
  failedPlan:
    '⚠️ The free plan doesn’t allow this export. That is about the plan, not about credits. Register or upgrade here: {url}',
  failedPlanOthers:
    '⚠️ The free plan doesn’t allow this export. That is about the plan, not about credits. Ask whoever runs this bot to register or upgrade its account.',
  failedScope:
    '⚠️ The bot’s account may not do this yet: it has to be registered first. Register it here, then try again: {url}',
  failedScopeOthers:
    '⚠️ The bot’s account may not do this yet: it has to be registered first. Ask whoever runs this bot to do that.',
  failedType: '⚠️ Nemo doesn’t take this file type. I can send {formats}.',
  failedSize: '⚠️ Nemo says the file is too large. Compress or trim it and send it again.',
  failedBusy: '⚠️ Nemo is very busy right now. Try again in a minute.',
  failedUnreachable: '⚠️ Nemo is not answering. Nothing is lost; try again in a few minutes.',
  failedAnswer:
    '⚠️ Nemo gave an answer I don’t understand. Try again; if it stays, tell whoever runs this bot (turn {turn}).',
  failedAgent: '⚠️ Nemo’s agent ran into a problem and could not finish this. Try again, perhaps in other words.',
  failedRender: '⚠️ The render failed. Say “export” to try again; exports are free.',
  failedRenderTime:
    '⚠️ The render takes longer than {elapsed}, so I stopped waiting. Say “export” to try again; exports are free.',
  failedStore:
    '⚠️ I can’t write my notes right now, so I can’t take requests. Whoever runs this bot has to look at its disk.',
  failedDamaged: '⚠️ My notes about this request were damaged, so I can’t finish it. Please send it again.',
  failedUnknown: '⚠️ Something went wrong on my side. Try again; if it stays, tell whoever runs this bot (turn {turn}).',
} as const;
