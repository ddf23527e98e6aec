import { readLanguage, readPlace, readSkill } from './arguments.ts';
import { type Found, type Pattern, type ReadArgument, tryPattern, whole, wholeWith } from './pattern.ts';

function slash(action: Pattern['action'], names: string): Pattern {
  return whole(action, `${action}.slash`, `/(?:${names})(?:@\\w+)?`);
}

function slashWith(action: Pattern['action'], names: string, read: ReadArgument): Pattern {
  return wholeWith(action, `${action}.slash`, read, `/(?:${names})(?:@\\w+)?[ :=#]+(.+)`);
}

const COMMANDS: readonly Pattern[] = [
  slash('export', 'export|download|render'),
  slash('credits', 'credits?|balance'),
  slash('status', 'status|state|queue'),
  slash('timeline', 'timeline|tracks'),
  slash('upload', 'upload'),
  slash('help', 'help|start'),
  slash('rerun', 'rerun|again|retry'),
  slash('variation', 'variation|variant'),
  slash('link', 'link|browser'),
  slash('skill', 'skills?'),
  slashWith('skill', 'skill', readSkill),
  slash('language', 'language|lang'),
  slashWith('language', 'language|lang', readLanguage),
  slash('new', 'new|reset'),
  slash('cancel', 'cancel|stop'),
  slashWith('remove', 'remove|cancel', (captured) => (/^[1-9]\d?$/u.test(captured) ? readPlace(captured) : undefined)),
  slash('forget', 'forget'),
];

/** A command typed with its slash where the platform did not take it for one, such as `/export@SomeBot`. */
export function slashAction(normalised: string): Found | undefined {
  if (!normalised.startsWith('/')) return undefined;
  for (const pattern of COMMANDS) {
    const found = tryPattern(pattern, normalised);
    if (found) return found;
  }
  return undefined;
}
