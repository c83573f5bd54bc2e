import type { DescribedCommand } from '../described-command.ts';

/** For bash 3.2 and newer, without the package bash-completion. */
export function bash(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of catenary for bash:  source <(catenary completion bash)
_catenary() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words= files= IFS=$' \\n'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} help --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(valueLines).join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
    help) words="${names}" ;;
${commands.map(wordLine).join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) if [ -n "$files" ]; then _catenary_files; fi ;;
  esac
  case "\${COMP_WORDS[1]}" in
    help) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
${commands.flatMap(choiceLine).join('\n')}
  esac
}
_catenary_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _catenary catenary
`;
}

/** What comes behind a flag that has a value: a file, or something that only the user knows. */
function valueLines({ name, flags }: DescribedCommand): string[] {
  const withValue = flags.filter(({ value }) => value !== undefined);
  return [
    ...line(
      name,
      withValue.filter(({ isPath }) => isPath),
      '_catenary_files; return',
    ),
    ...line(
      name,
      withValue.filter(({ isPath }) => !isPath),
      'return',
    ),
  ];
}

function line(name: string, flags: DescribedCommand['flags'], action: string): string[] {
  const patterns = flags.flatMap(({ long, short }) => [long, ...(short === undefined ? [] : [short])]);
  return patterns.length === 0 ? [] : [`    ${patterns.map((flag) => `"${name} ${flag}"`).join('|')}) ${action} ;;`];
}

function wordLine({ name, flags, operands }: DescribedCommand): string {
  const takesFiles = operands.some(({ isPath }) => isPath);
  return `    ${name}) words="${[...flags.map(({ long }) => long), '--help'].join(' ')}"${takesFiles ? ' files=1' : ''} ;;`;
}

function choiceLine({ name, operands: [operand] }: DescribedCommand): string[] {
  if (operand === undefined || operand.choices.length === 0) return [];
  return [`    ${name}) COMPREPLY=($(compgen -W "${operand.choices.join(' ')} $words" -- "$current")) ;;`];
}
