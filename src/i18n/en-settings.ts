/** Sentences about how a place is set, in English; `zh-settings.ts` has the same keys. */
export const enSettings = {
  settingsHead: '⚙️ How I am set here:',
  settingsHint: 'To change one: “/settings 2”, or at once “/settings {key} …”.',
  settingLine: '{title}: {value}',
  settingDefault: '{value} (default)',
  settingHowChoice: 'Choose with “/settings {key} 2”; “/settings {key} default” takes it back.',
  settingHowNumber: 'Say it with “/settings {key} {max}” ({min} to {max}); “/settings {key} default” takes it back.',
  settingHowText: 'Write it behind “/settings {key}”, {max} letters at most; “/settings {key} default” takes it back.',
  settingHowList:
    'Add with “/settings {key} +one, another”, take out with “/settings {key} -one”, or write the whole list behind “/settings {key}”; “/settings {key} default” takes it back.',
  settingListHint: '“+one, another” adds, “-one” takes out, “one, another” is the whole list',
  settingChanged: '✅ {title}: {before} → {after}',
  settingSame: '{title} is that already: {value}',
  settingUnknown: 'There is no setting “{what}” here.',
  settingCount: '{count} in the list',
  settingBack: '← All settings',
  settingToDefault: '↩️ Default',

  // Why a value is none
  settingNoChoice: '“{what}” can’t be chosen. There are: {choices}',
  settingNoNumber: 'That must be a whole number from {min} to {max}.',
  settingTooLong: 'That is too long: {max} letters at most.',
  settingTooMany: 'Those are too many: {max} at most.',
  settingNoItem: '“{what}” can’t be put into this list.',

  // Values
  settingOn: 'on',
  settingOff: 'off',
  settingAutoLanguage: 'whatever is written',
  settingEverybody: 'everybody',
  settingListed: 'the allow list',
  settingModerators: 'moderators alone',
  settingFit: 'a smaller version',
  settingLink: 'the link alone',
  settingQuarter: 'a quarter of the account',
  settingNoLimit: 'no limit',
  settingSkillGreeting: 'the skill’s',
  settingNone: 'none',
  settingNobody: 'nobody',

  // Terms
  termsAsk:
    '📄 Before the first time: whoever runs this bot asks you to agree to its terms, {url}. Press “I agree” or say “yes”, and I go on with your request, which I have kept; until then nothing of it is sent.',
  termsAskFull:
    '📄 Whoever runs this bot asks you to agree to its terms first, {url}. Press “I agree” or say “yes”. Five requests of yours wait for that already, so I have not kept this one.',
  termsAgree: '✅ I agree',
  termsAgreed: '✅ Noted: you agree to the terms. I go on with what you asked for.',

  // Refusals that follow from settings
  refusedListedUseIt: '🔒 Here I make videos for the people on the allow list alone. Its moderators can put you on it.',
  refusedBlockedRepeat:
    '🚫 The request that this repeats contains a word that is blocked here now, so I have not begun it and nothing was spent. Say in other words what you want.',
  refusedBlockedRest:
    '🚫 What is left of your request contains a word that is blocked here now, so I stop here. Say the rest in other words.',
  refusedBlockedWord:
    '🚫 Your request contains a word that is blocked here, so I have not begun it and nothing was spent. Say it in other words.',
  languageOfPlace: 'I answer here in {language}, as its moderators have set it with /settings.',
} as const;
