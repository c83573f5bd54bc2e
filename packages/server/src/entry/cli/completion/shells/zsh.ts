import type { DescribedCommand, DescribedFlag, DescribedOperand } from '../described-command.ts';

/** For zsh, sourced or as a file `_catenary` of its `fpath`. */
export function zsh(commands: readonly DescribedCommand[]): string {
  return `#compdef catenary
# Completion of catenary for zsh:  source <(catenary completion zsh)
_catenary() {
  local state line
  local -a commands=(
${commands.map(({ name, about }) => `    ${quote(`${name}:${about}`)}`).join('\n')}
  )
  _arguments -C '--help[say what there is]' '--version[print the version]' '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $words[1] in
${commands.map(caseOf).join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = _catenary ]; then _catenary "$@"; else compdef _catenary catenary; fi
`;
}

function caseOf({ name, flags, operands }: DescribedCommand): string {
  const specs = [...flags.map(flagSpec), "'--help[say what there is]'", ...operands.map(operandSpec)];
  return `        ${name}) _arguments ${specs.join(' ')} ;;`;
}

function flagSpec({ long, about, value, isPath }: DescribedFlag): string {
  const end = value === undefined ? '' : `:${inColons(value)}:${isPath ? '_files' : ' '}`;
  return quote(`*${long}[${inBrackets(about)}]${end}`);
}

function operandSpec({ name, isRepeated, isPath, choices }: DescribedOperand, at: number): string {
  const action = choices.length > 0 ? `(${choices.join(' ')})` : isPath ? '_files' : ' ';
  return quote(`${isRepeated ? '*' : at + 1}:${inColons(name)}:${action}`);
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const inColons = (text: string) => text.replaceAll(':', '\\:');
const inBrackets = (text: string) => text.replaceAll('[', '\\[').replaceAll(']', '\\]');
