import { setTimeout as sleep } from 'node:timers/promises';
import { FaultyNemo } from '../fakes/nemo/faulty.ts';
import { faults } from '../fakes/telegram/index.ts';
import { trail } from './crash.ts';
import { actsAtRandom, discordPerson, type Person, telegramPerson } from './people.ts';
import type { Program } from './program.ts';
import { Random } from './random.ts';
import { verdictOn } from './verdict.ts';
import { World } from './world.ts';

export interface ChaosOptions {
  seed: number;
  /** Ends after so many messages of people, or after so long (ms), whichever comes first. */
  turns: number;
  ms: number;
  discord: boolean;
  /** Requests that hang for a minute, and longer outages. */
  long: boolean;
  /** Called now and then with how it goes. */
  onProgress?: (line: string) => void;
}

export interface ChaosReport {
  turns: number;
  /** How many ended with what was asked for. */
  well: number;
  crashes: number;
  stops: number;
  longestStopMs: number;
  faults: Record<string, number>;
  /** Messages on Discord that came while nobody listened: Discord gives them to nobody later. */
  unheard: number;
  doubledPrompts: number;
  orphanedRenders: number;
  lost: number;
  duplicateDeliveries: number;
  leftProgress: number;
  problems: string[];
}

/** How often each thing happens after something was said. */
const EVENTS = { nothing: 70, kill: 9, stop: 3, nemoOutage: 4, telegram: 9, discord: 5 };

/** Several people, failing platforms, a failing Nemo, and a process that is killed again and again; then peace. */
export async function runChaos(program: Program, options: ChaosOptions): Promise<ChaosReport> {
  const chaos = new Chaos(await World.open(program, { discord: options.discord }), options);
  try {
    return await chaos.run();
  } finally {
    await chaos.world.close();
  }
}

class Chaos {
  readonly world: World;
  readonly #options: ChaosOptions;
  readonly #random: Random;
  readonly #nemo: FaultyNemo;
  readonly #people: Person[];
  #crashes = 0;
  #stops = 0;
  /** Sends that were carried out and not answered: what they sent may come twice. */
  #doubtful = 0;

  constructor(world: World, options: ChaosOptions) {
    this.world = world;
    this.#options = options;
    this.#random = new Random(options.seed);
    // Numbers of its own: how many requests there are hangs on time, and what people do must not.
    const requests = new Random(options.seed + 1);
    const rate = 0.06;
    this.#nemo = new FaultyNemo(world.nemo, { random: () => requests.next(), rate, hangs: options.long });
    this.#people = ['Ann', 'Ben', 'Cleo'].map((name, index) => telegramPerson(world, 11 + index, name));
    if (options.discord) this.#people.push(discordPerson(world, 'dora'), discordPerson(world, 'emil'));
  }

  async run(): Promise<ChaosReport> {
    const { turns, ms, onProgress } = this.#options;
    const until = performance.now() + ms;
    await this.#starts();
    let said = 0;
    while (said < turns && performance.now() < until) {
      const person = this.#random.pick(this.#people.filter(patient));
      await actsAtRandom(person, this.#random, ++said);
      await sleep(this.#random.between(50, 500));
      await this.#happens(this.#random.weighted(EVENTS));
      if (said % 50 === 0) onProgress?.(`${said} turns, ${this.#crashes} crashes`);
      while (!this.#people.some(patient) && performance.now() < until) await sleep(50);
    }
    this.#nemo.heal();
    if (this.world.child.ending) await this.#starts();
    const rest = await this.world.quiet(this.#options.long ? 180_000 : 60_000);
    await this.world.stop();
    this.#stops += 1;
    return this.#report(rest);
  }

  async #starts(): Promise<void> {
    await this.world.start().logs(/"msg":"listening"/);
  }

  async #happens(event: keyof typeof EVENTS): Promise<void> {
    const { telegram, discord, child, nemo } = this.world;
    switch (event) {
      case 'nothing':
        return;
      case 'kill':
        this.#crashes += 1;
        await child.kill();
        return this.#starts();
      case 'stop':
        this.#stops += 1;
        await this.world.stop();
        return this.#starts();
      case 'nemoOutage':
        this.#nemo.count('outage');
        await nemo.cutNetwork();
        await sleep(this.#random.between(200, this.#options.long ? 3000 : 800));
        return nemo.restoreNetwork();
      case 'telegram':
        return this.#telegramFails(telegram);
      case 'discord':
        if (discord) this.#discordFails(discord);
    }
  }

  async #telegramFails(telegram: World['telegram']): Promise<void> {
    const kind = this.#random.weighted({ before: 4, page: 2, flood: 2, after: 2, getFile: 1, network: 1 });
    this.#nemo.count(`Telegram ${kind}`);
    const method = this.#random.pick(['sendMessage', 'sendVideo', 'editMessageText', 'deleteMessage', 'getUpdates']);
    switch (kind) {
      case 'before':
        return telegram.next(method, faults.resetBefore());
      case 'page':
        return telegram.next(method, faults.page(502));
      case 'flood':
        return telegram.next(method === 'getUpdates' ? 'sendMessage' : method, faults.flood(1));
      case 'after':
        this.#doubtful += 1;
        return telegram.next(method, this.#random.chance(0.5) ? faults.resetAfter() : faults.pageAfter());
      case 'getFile':
        return telegram.next('file', faults.resetMidway());
      case 'network':
        this.#doubtful += 1;
        await telegram.cutNetwork();
        await sleep(this.#random.between(100, 600));
        return telegram.restoreNetwork();
    }
  }

  #discordFails(discord: NonNullable<World['discord']>): void {
    const route = 'POST /channels/:id/messages';
    const kind = this.#random.weighted({ before: 3, after: 3, limit: 2, status: 2, gateway: 2 });
    this.#nemo.count(`Discord ${kind}`);
    if (kind === 'gateway') discord.dropGateway();
    else if (kind === 'limit') discord.limit(route, { retryAfter: 1 });
    else if (kind === 'status') discord.fail(route, { status: 502 });
    else discord.fail(route, { lost: kind });
  }

  async #report(rest: boolean): Promise<ChaosReport> {
    const { world } = this;
    const { nemo } = world;
    const problems: string[] = rest ? [] : ['it did not come to rest'];
    const verdict = verdictOn(this.#people, await world.journal(), nemo.prompts);
    problems.push(...verdict.problems);
    const inDoubt = this.#crashes + this.#doubtful;
    if (verdict.duplicates > inDoubt) problems.push(`${verdict.duplicates} results twice, ${inDoubt} may be`);
    if (verdict.leftProgress > inDoubt) problems.push(`${verdict.leftProgress} progress messages are left`);
    problems.push(...nemo.doubledPrompts.map((text) => `a prompt was taken twice: ${text}`));
    problems.push(...nemo.orphanedRenders.map((render) => `an orphaned render: ${JSON.stringify(render)}`));
    problems.push(...(await world.remains()));
    if (problems.length > 0) problems.push(`seed ${this.#options.seed}`, trail(world));
    return {
      turns: this.#people.reduce((sum, { said }) => sum + said.length, 0),
      well: verdict.well,
      crashes: this.#crashes,
      stops: this.#stops,
      longestStopMs: Math.round(world.longestStopMs),
      faults: Object.fromEntries([...this.#nemo.counts].sort()),
      unheard: verdict.unheard,
      lost: verdict.lost,
      doubledPrompts: nemo.doubledPrompts.length,
      orphanedRenders: nemo.orphanedRenders.length,
      duplicateDeliveries: verdict.duplicates,
      leftProgress: verdict.leftProgress,
      problems,
    };
  }
}

/** Whether somebody goes on talking: not with too much unanswered, unless they have waited for long. */
function patient({ said, told }: Person): boolean {
  const answered = new Set(told().map(({ answers }) => answers));
  const open = said.slice(-4).filter(({ id, at }) => !answered.has(id) && Date.now() - at < 10_000);
  return open.length < 2;
}
