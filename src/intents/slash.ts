import { type Pattern, whole } from './pattern.ts';

function slash(action: Pattern['action'], names: string): Pattern {
  return whole(action, `${action}.slash`, `/(?:${names})(?:@\\w+)?`);
}

const COMMANDS: readonly Pattern[] = [
  slash('export', 'export|download|render'),
  slash('credits', 'credits?|balance'),
  slash('status', 'status|state|tracks|timeline'),
  slash('upload', 'upload'),
  slash('help', 'help|start'),
  slash('new', 'new|reset'),
  slash('cancel', 'cancel|stop'),
];

/** A command typed with its slash where the platform did not take it for one, such as `/export@SomeBot`. */
export function slashAction(normalised: string): Pattern | undefined {
  if (!normalised.startsWith('/')) return undefined;
  return COMMANDS.find(({ re }) => re.test(normalised));
}
