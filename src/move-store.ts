import { startProblem } from './runtime/start-problem.ts';
import { moveStores } from './runtime/store-tools.ts';

const USAGE = `npm run move-store -- sqlite://data/reelay.sqlite postgres://user:password@host:port/database

Copies everything from one store to another, compares both, and goes on where it was interrupted. No bot may run on either.
`;

const print = (line: string) => void process.stdout.write(`${line}\n`);
const [from, to] = process.argv.slice(2);

try {
  if (from === undefined || to === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 1;
  } else {
    await moveStores(from, to, print);
  }
} catch (error) {
  process.stderr.write(`${startProblem(error)}\n`);
  process.exitCode = 1;
}
