/**
 * Who may do what, as it is promised: each action by each person, where several work on one project (a topic, a thread)
 * and in private. `author` asked last, and for what runs and waits; `member` works on the same project. Written down here
 * and not derived, so that a change of a rule shows.
 */
const WRITTEN = `
           | shared: owner moderator author member stranger blocked | private: owner member stranger blocked
help       |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
new        |         yes   yes       others others closed   blocked  |          yes   yes    closed   blocked
status     |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
timeline   |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
credits    |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
usage      |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
export     |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
rerun      |         yes   yes       yes    others closed   blocked  |          yes   yes    closed   blocked
variation  |         yes   yes       yes    others closed   blocked  |          yes   yes    closed   blocked
link       |         yes   yes       others others closed   blocked  |          yes   yes    closed   blocked
cancel     |         yes   yes       yes    others closed   blocked  |          yes   yes    closed   blocked
remove     |         yes   yes       yes    others closed   blocked  |          yes   yes    closed   blocked
skill      |         yes   yes       all    all    closed   blocked  |          yes   yes    closed   blocked
language   |         yes   yes       all    all    closed   blocked  |          yes   yes    closed   blocked
settings   |         yes   yes       mods   mods   closed   blocked  |          yes   yes    closed   blocked
forget     |         yes   yes       all    all    closed   blocked  |          yes   yes    closed   blocked
report     |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
turns      |         yes   yes       mods   mods   closed   blocked  |          yes   owners closed   blocked
requests   |         yes   yes       mods   mods   closed   blocked  |          yes   owners closed   blocked
block      |         yes   yes       mods   mods   closed   blocked  |          yes   owners closed   blocked
unblock    |         yes   yes       mods   mods   closed   blocked  |          yes   owners closed   blocked
pause      |         yes   yes       mods   mods   closed   blocked  |          yes   owners closed   blocked
resume     |         yes   yes       mods   mods   closed   blocked  |          yes   owners closed   blocked
audit      |         yes   yes       mods   mods   closed   blocked  |          yes   owners closed   blocked
upload     |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
start      |         yes   yes       yes    yes    closed   blocked  |          yes   yes    closed   blocked
`;

/** What somebody reads who may not; strangers and the blocked once in an hour. */
export const SENTENCES = {
  closed: '🔒 This bot is not open to everybody, so I can’t help here. If you should have access, ask whoever runs it.',
  blocked: '🔒 You are blocked from this bot here. If you think that is a mistake, ask a moderator.',
  others: '🔒 /{command} concerns what somebody else here asked for. Only they or a moderator can use it for that.',
  all: '🔒 /{command} changes things for everybody here, so it is for moderators. Write to me in private to use it for yourself.',
  mods: '🔒 /{command} is for the moderators here.',
  owners: '🔒 /{command} is for whoever runs this bot.',
} as const;

export type Outcome = 'yes' | keyof typeof SENTENCES;
export const PERSONS = ['owner', 'moderator', 'author', 'member', 'stranger', 'blocked'] as const;
export type Role = (typeof PERSONS)[number];
export type Where = 'shared' | 'private';

/** One field of the table. */
export interface Cell {
  action: string;
  where: Where;
  role: Role;
  outcome: Outcome;
}

/** Arguments with which an action concerns what the author asked for, or changes something. */
export const ARGUMENTS: Readonly<Record<string, string>> = {
  remove: '1',
  cancel: 'all',
  forget: 'yes',
  language: 'zh',
  skill: 'image-to-video-hd',
};

const [HEAD = '', ...LINES] = WRITTEN.trim().split('\n');
const COLUMNS = HEAD.split('|').flatMap((group): { where: Where; role: string }[] => {
  const [where, roles] = group.split(':');
  return roles === undefined ? [] : words(roles).map((role) => ({ where: where?.trim() as Where, role }));
});

/** The table, field by field. */
export const CELLS: readonly Cell[] = LINES.flatMap((line) => {
  const [action = '', ...outcomes] = words(line.replaceAll('|', ' '));
  if (outcomes.length !== COLUMNS.length) throw new Error(`${action} has ${outcomes.length} outcomes`);
  return COLUMNS.map(({ where, role }, index) => ({
    ...{ action, where, role: role as Role, outcome: outcomes[index] as Outcome },
  }));
});

/** What a field says: undefined where it is allowed. */
export function sentenceOf({ action, outcome }: Cell): string | undefined {
  return outcome === 'yes' ? undefined : SENTENCES[outcome].replace('{command}', action);
}

function words(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}
