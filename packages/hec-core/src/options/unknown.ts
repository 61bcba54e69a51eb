import { anyOf } from './check.ts';
import { foreignName } from './foreign.ts';
import { nearest } from './nearest.ts';
import { GROUPS, isOption, OPTION_PATHS } from './schema.ts';

const KNOWN: readonly string[] = [...OPTION_PATHS, ...GROUPS, 'destinations'];
const LONGEST_SHOWN = 60;

/**
 * What to say of an option that does not exist.
 * @param where in front of the name: `''`, or `destinations[0].`.
 */
export function unknownOption(where: string, path: string): string {
  const shown = path.length > LONGEST_SHOWN ? `${path.slice(0, LONGEST_SHOWN)}…` : path;
  const name = `\`${where}${shown}\``;
  if (isOption(path)) {
    const [group, member] = path.split('.');
    return `Unknown option ${name}: a dot is no way into a group, write \`${group}: { ${member}: … }\``;
  }
  const foreign = foreignName(path);
  if (foreign) return `Unknown option ${name}, a name of ${foreign.of}: ${foreign.here}`;
  const near = nearest(path, KNOWN).map((each) => `\`${each}\``);
  return near.length === 0 ? `Unknown option ${name}` : `Unknown option ${name}: did you mean ${anyOf(near)}?`;
}
