# Completion of agtrace in bash 3.2 or later; written by `agtrace completion bash`.
#
# To install it, put this line into ~/.bashrc:
#     eval "$(agtrace completion bash)"
# or, where the package bash-completion is installed, copy this file to
#     ~/.local/share/bash-completion/completions/agtrace
# or source it in ~/.bashrc.

# What command $1 offers: sets subcommands and options.
_agtrace_command() {
    case $1 in
    'agtrace') subcommands=(list inspect decisions messages find-failure check compare config rules completion help); options=(-h --help -V --version) ;;
    'agtrace list') subcommands=(); options=(--agent --ascii --color --config --errors --from -h --help --json --limit --min-duration --no-pager -o --output --reverse --service --since --sort --stdin-name -v --verbose -V --version --width) ;;
    'agtrace inspect') subcommands=(); options=(--around --ascii --color --config --depth --from --full --grep -h --help --json --mends --no-pager -o --output -p --payloads --root --stdin-name -t --trace -v --verbose -V --version --view --width -w --workflow) ;;
    'agtrace decisions') subcommands=(); options=(--ascii --color --config --from -h --help --json --no-pager -o --output --stdin-name -t --trace -v --verbose -V --version --width -w --workflow) ;;
    'agtrace messages') subcommands=(); options=(--ascii --color --config --from -h --help --json --no-pager -o --output --stdin-name -t --trace -v --verbose -V --version --width -w --workflow) ;;
    'agtrace find-failure') subcommands=(); options=(--all --ascii --color --compare --config --fail-on --from -h --help --json --no-compare --no-pager -o --output --stdin-name --top -t --trace -v --verbose -V --version --width -w --workflow) ;;
    'agtrace check') subcommands=(); options=(--ascii --baseline --color --config --fail-on --format -o --output --from -h --help --json --no-pager --policy --show-suppressed --stdin-name -t --trace --update-baseline -v --verbose -V --version --width -w --workflow) ;;
    'agtrace compare') subcommands=(); options=(--all --ascii --bad-workflow --color --config --fail-on-divergence --good-workflow -h --help --json --no-pager -o --output --stdin-name --strict -v --verbose -V --version --width) ;;
    'agtrace config') subcommands=(show schema); options=(-h --help -V --version) ;;
    'agtrace config show') subcommands=(); options=(--all --config -h --help --json -o --output -V --version) ;;
    'agtrace config schema') subcommands=(); options=(-h --help -V --version) ;;
    'agtrace rules') subcommands=(explain); options=(--ascii --color -h --help --json --no-pager -o --output -v --verbose -V --version --width) ;;
    'agtrace rules explain') subcommands=(); options=(--ascii --color -h --help --no-pager -o --output -v --verbose -V --version --width) ;;
    'agtrace completion') subcommands=(); options=(-h --help -V --version) ;;
    'agtrace help') subcommands=(); options=(-h --help) ;;
    *) return 1 ;;
    esac
}

# Sets command to the subcommand $2 of command $1, if there is one.
_agtrace_enter() {
    case "$1 $2" in
    'agtrace list') command='agtrace list' ;;
    'agtrace inspect') command='agtrace inspect' ;;
    'agtrace decisions') command='agtrace decisions' ;;
    'agtrace messages') command='agtrace messages' ;;
    'agtrace find-failure') command='agtrace find-failure' ;;
    'agtrace check') command='agtrace check' ;;
    'agtrace compare') command='agtrace compare' ;;
    'agtrace config') command='agtrace config' ;;
    'agtrace rules') command='agtrace rules' ;;
    'agtrace completion') command='agtrace completion' ;;
    'agtrace help') command='agtrace help' ;;
    'agtrace config show') command='agtrace config show' ;;
    'agtrace config schema') command='agtrace config schema' ;;
    'agtrace rules explain') command='agtrace rules explain' ;;
    *) return 1 ;;
    esac
}

# Sets value and words or files, if option $2 of command $1 has a value.
_agtrace_option() {
    case "$1 $2" in
    'agtrace list --agent') value=required ;;
    'agtrace list --color') value=required; words+=(auto always never) ;;
    'agtrace list --config') value=required; files=1 ;;
    'agtrace list --from') value=required; files=1 ;;
    'agtrace list --limit') value=required ;;
    'agtrace list --min-duration') value=required ;;
    'agtrace list -o' | 'agtrace list --output') value=required; words+=(text json jsonl) ;;
    'agtrace list --service') value=required ;;
    'agtrace list --since') value=required ;;
    'agtrace list --sort') value=required; words+=(start duration spans errors tokens) ;;
    'agtrace list --stdin-name') value=required ;;
    'agtrace list --width') value=required ;;
    'agtrace inspect --around') value=required ;;
    'agtrace inspect --color') value=required; words+=(auto always never) ;;
    'agtrace inspect --config') value=required; files=1 ;;
    'agtrace inspect --depth') value=required ;;
    'agtrace inspect --from') value=required; files=1 ;;
    'agtrace inspect --grep') value=required ;;
    'agtrace inspect -o' | 'agtrace inspect --output') value=required; words+=(text json jsonl) ;;
    'agtrace inspect --root') value=required ;;
    'agtrace inspect --stdin-name') value=required ;;
    'agtrace inspect -t' | 'agtrace inspect --trace') value=required ;;
    'agtrace inspect --view') value=required ;;
    'agtrace inspect --width') value=required ;;
    'agtrace inspect -w' | 'agtrace inspect --workflow') value=required ;;
    'agtrace decisions --color') value=required; words+=(auto always never) ;;
    'agtrace decisions --config') value=required; files=1 ;;
    'agtrace decisions --from') value=required; files=1 ;;
    'agtrace decisions -o' | 'agtrace decisions --output') value=required; words+=(text json jsonl mermaid audit) ;;
    'agtrace decisions --stdin-name') value=required ;;
    'agtrace decisions -t' | 'agtrace decisions --trace') value=required ;;
    'agtrace decisions --width') value=required ;;
    'agtrace decisions -w' | 'agtrace decisions --workflow') value=required ;;
    'agtrace messages --color') value=required; words+=(auto always never) ;;
    'agtrace messages --config') value=required; files=1 ;;
    'agtrace messages --from') value=required; files=1 ;;
    'agtrace messages -o' | 'agtrace messages --output') value=required; words+=(text json jsonl mermaid) ;;
    'agtrace messages --stdin-name') value=required ;;
    'agtrace messages -t' | 'agtrace messages --trace') value=required ;;
    'agtrace messages --width') value=required ;;
    'agtrace messages -w' | 'agtrace messages --workflow') value=required ;;
    'agtrace find-failure --color') value=required; words+=(auto always never) ;;
    'agtrace find-failure --config') value=required; files=1 ;;
    'agtrace find-failure --fail-on') value=required ;;
    'agtrace find-failure --from') value=required; files=1 ;;
    'agtrace find-failure -o' | 'agtrace find-failure --output') value=required; words+=(text json jsonl markdown) ;;
    'agtrace find-failure --stdin-name') value=required ;;
    'agtrace find-failure --top') value=required ;;
    'agtrace find-failure -t' | 'agtrace find-failure --trace') value=required ;;
    'agtrace find-failure --width') value=required ;;
    'agtrace find-failure -w' | 'agtrace find-failure --workflow') value=required ;;
    'agtrace check --baseline') value=required; files=1 ;;
    'agtrace check --color') value=required; words+=(auto always never) ;;
    'agtrace check --config') value=required; files=1 ;;
    'agtrace check --fail-on') value=required ;;
    'agtrace check --format' | 'agtrace check -o' | 'agtrace check --output') value=required ;;
    'agtrace check --from') value=required; files=1 ;;
    'agtrace check --policy') value=required; files=1 ;;
    'agtrace check --stdin-name') value=required ;;
    'agtrace check -t' | 'agtrace check --trace') value=required ;;
    'agtrace check --width') value=required ;;
    'agtrace check -w' | 'agtrace check --workflow') value=required ;;
    'agtrace compare --bad-workflow') value=required ;;
    'agtrace compare --color') value=required; words+=(auto always never) ;;
    'agtrace compare --config') value=required; files=1 ;;
    'agtrace compare --good-workflow') value=required ;;
    'agtrace compare -o' | 'agtrace compare --output') value=required; words+=(text json markdown) ;;
    'agtrace compare --stdin-name') value=required ;;
    'agtrace compare --width') value=required ;;
    'agtrace config show --config') value=required; files=1 ;;
    'agtrace config show -o' | 'agtrace config show --output') value=required; words+=(text json) ;;
    'agtrace rules --color') value=required; words+=(auto always never) ;;
    'agtrace rules -o' | 'agtrace rules --output') value=required; words+=(text json jsonl) ;;
    'agtrace rules --width') value=required ;;
    'agtrace rules explain --color') value=required; words+=(auto always never) ;;
    'agtrace rules explain -o' | 'agtrace rules explain --output') value=required; words+=(text markdown) ;;
    'agtrace rules explain --width') value=required ;;
    *) return 1 ;;
    esac
}

# Adds to words and files what can be argument number $2 of command $1.
_agtrace_operand() {
    case $1 in
    'agtrace list') (($2 >= 0)) && files=1 ;;
    'agtrace inspect') (($2 >= 0)) && files=1 ;;
    'agtrace decisions') (($2 >= 0)) && files=1 ;;
    'agtrace messages') (($2 >= 0)) && files=1 ;;
    'agtrace find-failure') (($2 >= 0)) && files=1 ;;
    'agtrace check') (($2 >= 0)) && files=1 ;;
    'agtrace compare')  ;;
    'agtrace rules explain')  ;;
    'agtrace completion') (($2 >= 0 && $2 <= 0)) && words+=(bash zsh fish) ;;
    'agtrace help') (($2 >= 0 && $2 <= 0)) && words+=(list inspect decisions messages find-failure check compare config rules completion help) ;;
    *) return 1 ;;
    esac
}

_agtrace() {
    local command=agtrace files='' value='' current='' prefix='' pending='' ended=''
    local index=0 count=0 i j word rest trimmed
    local -a subcommands options words typed
    COMPREPLY=()

    # The words as the user sees them: bash takes --output=json for three.
    rest=${COMP_LINE:0:COMP_POINT}
    rest=${COMP_WORDS[0]}${rest#*"${COMP_WORDS[0]}"}
    for ((i = 0; i <= COMP_CWORD; i++)); do
        trimmed=${rest#"${rest%%[![:space:]]*}"}
        word=${COMP_WORDS[i]}
        [[ $trimmed == "$word"* ]] || word=$trimmed
        if ((i == 0)) || [[ $trimmed != "$rest" ]]; then
            typed[count]=$word
            count=$((count + 1))
        else
            typed[count-1]=${typed[count-1]}$word
        fi
        rest=${trimmed#"$word"}
    done
    current=${typed[count-1]}

    # Where in the command line that is.
    for ((i = 1; i < count - 1; i++)); do
        word=${typed[i]}
        if [[ -n $pending ]]; then
            pending=''
        elif [[ -n $ended || $word != -?* ]]; then
            if [[ -n $ended ]] || ((index > 0)) || ! _agtrace_enter "$command" "$word"; then
                index=$((index + 1))
            fi
        elif [[ $word == -- ]]; then
            ended=1
        elif [[ $word == --* ]] || _agtrace_option "$command" "$word"; then
            if _agtrace_option "$command" "$word" && [[ $value == required ]]; then
                pending=$word
            fi
        else
            for ((j = 1; j < ${#word}; j++)); do
                if _agtrace_option "$command" "-${word:j:1}"; then
                    if ((j == ${#word} - 1)) && [[ $value == required ]]; then
                        pending=-${word:j:1}
                    fi
                    break
                fi
            done
        fi
    done

    # What can stand there.
    words=() files=''
    _agtrace_command "$command"
    if [[ -n $pending ]]; then
        _agtrace_option "$command" "$pending"
    elif [[ -z $ended && $current == --*=* ]]; then
        prefix=${current%%=*}=
        _agtrace_option "$command" "${current%%=*}"
    elif [[ -z $ended && $current == -[!-]?* ]] &&
        _agtrace_option "$command" "${current:0:2}"; then
        prefix=${current:0:2}
        [[ $current != -?=* ]] || prefix=$prefix=
    elif [[ -z $ended && $current == -* ]]; then
        words=(${options[@]+"${options[@]}"})
    else
        if ((index == 0)) && [[ -z $ended ]]; then
            words=(${subcommands[@]+"${subcommands[@]}"})
        fi
        _agtrace_operand "$command" "$index"
        if [[ ${#words[@]} == 0 && -z $files && -z $ended ]]; then
            words=(${options[@]+"${options[@]}"})
        fi
    fi

    # Readline replaces $2 only, which is the end of the current word.
    for word in ${words[@]+"${words[@]}"}; do
        printf -v word %q "$word"
        word=$prefix$word
        if [[ $word == "$current"* ]]; then
            COMPREPLY[${#COMPREPLY[@]}]=${word#"${current%"${2-}"}"}
        fi
    done
    if [[ -n $files && ${#COMPREPLY[@]} == 0 ]]; then
        compopt -o default 2>/dev/null
    fi
    return 0
}

if type compopt >/dev/null 2>&1; then
    complete -F _agtrace agtrace
else
    complete -o default -F _agtrace agtrace
fi
