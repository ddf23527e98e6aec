import type { Turn } from '../../src/core/turn/turn.ts';
import type { TakenPrompt } from '../fakes/nemo/works.ts';
import { adopt, judge, kindOf, type Told, transcript } from './outcomes.ts';
import type { Person, Said } from './people.ts';

export interface Verdict {
  problems: string[];
  /** Requests that ended with what they asked for. */
  well: number;
  /** Accepted requests without an ending. */
  lost: number;
  unheard: number;
  duplicates: number;
  leftProgress: number;
}

/** Judges what every person was told. */
export function verdictOn(people: Person[], journal: Turn[], prompts: readonly TakenPrompt[]): Verdict {
  const sum: Verdict = { problems: [], well: 0, lost: 0, unheard: 0, duplicates: 0, leftProgress: 0 };
  const journaled = new Set(journal.map(({ id }) => id));
  for (const person of people) {
    const everything = person.told();
    const ids = person.said.map(({ id }) => id);
    const { told, left } = adopt(ids, everything);
    sum.duplicates += left;
    const excused = stoppedOnes(person, told);
    const before = sum.problems.length;
    for (const said of person.said) {
      const answers = told.filter((each) => each.answers === said.id);
      const { problems, duplicates } = judge(
        wantedNow(said, person.said, told),
        answers,
        person.lastBeforeKills(),
        'leniently',
      );
      sum.duplicates += duplicates;
      if (problems.length === 0) {
        if (answers.every((each) => kindOf(each) !== 'failure')) sum.well += 1;
        continue;
      }
      const kept = said.pressed || person.chat.startsWith('telegram') || journaled.has(`${person.chat}/${said.id}`);
      const unended = problems.includes('it has no ending');
      if (unended && (excused(said) || wasTakenOver(said, person.said, told))) continue;
      if (unended && !kept && answers.length === 0) {
        sum.unheard += 1;
        continue;
      }
      if (unended) sum.lost += 1;
      const taken = prompts.filter(({ text }) => said.text.startsWith(text)).length;
      sum.problems.push(
        `${person.name}, ${said.id} ${JSON.stringify(said.text)} (${taken} prompts): ${problems.join('; ')}`,
      );
    }
    for (const left of told.filter((each) => kindOf(each) === 'progress')) {
      if (left.edits === 0) sum.leftProgress += 1;
      else sum.problems.push(`${person.name}: left in the chat: ${left.text}`);
    }
    if (sum.problems.length > before) sum.problems.push(`what ${person.name} saw:\n${transcript(everything)}`);
  }
  return sum;
}

/** A request for words that took over the video of an earlier one must have brought both. */
function wantedNow(said: Said, all: readonly Said[], told: readonly Told[]): Said['wanted'] {
  if (said.wanted !== 'words' || !kindsFor(said.id, told).includes('video')) return said.wanted;
  const earlier = all.slice(0, all.indexOf(said));
  const missing = earlier.some(({ id, wanted }) => wanted !== 'words' && !kindsFor(id, told).includes('video'));
  return missing ? 'both' : said.wanted;
}

const kindsFor = (id: string, told: readonly Told[]) => told.filter((each) => each.answers === id).map(kindOf);

const saysStopped = (each: Told, text: string) => each.text.includes(`🛑 Stopped: “${text}”`);

/** A request whose words came, and whose video came with a newer one that changed it, or was stopped with that one. */
function wasTakenOver(said: Said, all: readonly Said[], told: readonly Told[]): boolean {
  const newer = all.slice(all.indexOf(said) + 1);
  return (
    said.wanted !== 'words' &&
    kindsFor(said.id, told).includes('reply') &&
    newer.some(({ id, text }) => kindsFor(id, told).includes('video') || told.some((each) => saysStopped(each, text)))
  );
}

/**
 * Who was stopped has no ending of its own but is named by the answer to the stop; a stopped export is not named, but
 * each answer speaks of one.
 */
function stoppedOnes({ said }: Person, told: Told[]): (said: Said) => boolean {
  const named = told.flatMap(({ text }) =>
    [...text.matchAll(/^🛑 Stopped: “(.*?)”\. (?:Nothing|Nemo)/gmu)].map((match) => match[1]),
  );
  let exports = told.filter(({ text }) => text.includes('🛑 Stopped the export')).length;
  return ({ text, wanted, id }) => {
    const label = [...text].length > 60 ? `${[...text].slice(0, 59).join('')}…` : text;
    if (named.includes(label) && said.filter((each) => each.text === text).some((each) => each.id === id)) return true;
    if (wanted === 'words' || exports === 0) return false;
    exports -= 1;
    return true;
  };
}
