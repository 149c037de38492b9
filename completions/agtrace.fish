# Completion of agtrace in fish 3.0 or later; written by `agtrace completion fish`.
#
# To install it, copy this file to ~/.config/fish/completions/agtrace.fish; or put this line
# into ~/.config/fish/config.fish:
#     agtrace completion fish | source

# Prints the command that $argv, a command and a word behind it, leads to.
function __agtrace_enter
    switch $argv
        case 'agtrace list'
            echo 'agtrace list'
        case 'agtrace inspect'
            echo 'agtrace inspect'
        case 'agtrace decisions'
            echo 'agtrace decisions'
        case 'agtrace messages'
            echo 'agtrace messages'
        case 'agtrace find-failure'
            echo 'agtrace find-failure'
        case 'agtrace check'
            echo 'agtrace check'
        case 'agtrace compare'
            echo 'agtrace compare'
        case 'agtrace config'
            echo 'agtrace config'
        case 'agtrace rules'
            echo 'agtrace rules'
        case 'agtrace completion'
            echo 'agtrace completion'
        case 'agtrace help'
            echo 'agtrace help'
        case 'agtrace config show'
            echo 'agtrace config show'
        case 'agtrace config schema'
            echo 'agtrace config schema'
        case 'agtrace rules explain'
            echo 'agtrace rules explain'
    end
end

# Succeeds if in $argv, a command and its option, a value must follow.
function __agtrace_has_value
    switch $argv
        case 'agtrace list --agent' 'agtrace list --color' 'agtrace list --config' 'agtrace list --from' 'agtrace list --limit' 'agtrace list --min-duration' 'agtrace list -o' 'agtrace list --output' 'agtrace list --service' 'agtrace list --since' 'agtrace list --sort' 'agtrace list --stdin-name' 'agtrace list --width'
            return 0
        case 'agtrace inspect --around' 'agtrace inspect --color' 'agtrace inspect --config' 'agtrace inspect --depth' 'agtrace inspect --from' 'agtrace inspect --grep' 'agtrace inspect -o' 'agtrace inspect --output' 'agtrace inspect --root' 'agtrace inspect --stdin-name' 'agtrace inspect -t' 'agtrace inspect --trace' 'agtrace inspect --view' 'agtrace inspect --width' 'agtrace inspect -w' 'agtrace inspect --workflow'
            return 0
        case 'agtrace decisions --color' 'agtrace decisions --config' 'agtrace decisions --from' 'agtrace decisions -o' 'agtrace decisions --output' 'agtrace decisions --stdin-name' 'agtrace decisions -t' 'agtrace decisions --trace' 'agtrace decisions --width' 'agtrace decisions -w' 'agtrace decisions --workflow'
            return 0
        case 'agtrace messages --color' 'agtrace messages --config' 'agtrace messages --from' 'agtrace messages -o' 'agtrace messages --output' 'agtrace messages --stdin-name' 'agtrace messages -t' 'agtrace messages --trace' 'agtrace messages --width' 'agtrace messages -w' 'agtrace messages --workflow'
            return 0
        case 'agtrace find-failure --color' 'agtrace find-failure --config' 'agtrace find-failure --fail-on' 'agtrace find-failure --from' 'agtrace find-failure -o' 'agtrace find-failure --output' 'agtrace find-failure --stdin-name' 'agtrace find-failure --top' 'agtrace find-failure -t' 'agtrace find-failure --trace' 'agtrace find-failure --width' 'agtrace find-failure -w' 'agtrace find-failure --workflow'
            return 0
        case 'agtrace check --baseline' 'agtrace check --color' 'agtrace check --config' 'agtrace check --fail-on' 'agtrace check --format' 'agtrace check -o' 'agtrace check --output' 'agtrace check --from' 'agtrace check --policy' 'agtrace check --stdin-name' 'agtrace check -t' 'agtrace check --trace' 'agtrace check --width' 'agtrace check -w' 'agtrace check --workflow'
            return 0
        case 'agtrace compare --bad-workflow' 'agtrace compare --color' 'agtrace compare --config' 'agtrace compare --good-workflow' 'agtrace compare -o' 'agtrace compare --output' 'agtrace compare --stdin-name' 'agtrace compare --width'
            return 0
        case 'agtrace config show --config' 'agtrace config show -o' 'agtrace config show --output'
            return 0
        case 'agtrace rules --color' 'agtrace rules -o' 'agtrace rules --output' 'agtrace rules --width'
            return 0
        case 'agtrace rules explain --color' 'agtrace rules explain -o' 'agtrace rules explain --output' 'agtrace rules explain --width'
            return 0
    end
    return 1
end

# Succeeds in command $argv[1], where its argument number $argv[2] or a later one, up to number
# $argv[3], would stand.
function __agtrace_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l command agtrace
    set -l index 0
    set -l pending 0
    set -l ended 0
    for word in $words
        if test $pending = 1
            set pending 0
        else if test $ended = 1; or not string match -qr -- '^-.' $word
            set -l child (__agtrace_enter "$command $word")
            if test $ended = 0 -a $index = 0 -a -n "$child"
                set command $child
            else
                set index (math $index + 1)
            end
        else if test $word = --
            set ended 1
        else if __agtrace_has_value "$command $word"
            set pending 1
        else if not string match -q -- '--*' $word
            set -l letters (string split '' -- (string sub -s 2 -- $word))
            while set -q letters[1]
                if __agtrace_has_value "$command -$letters[1]"
                    test (count $letters) = 1; and set pending 1
                    break
                end
                set -e letters[1]
            end
        end
    end
    test $command = $argv[1]; or return 1
    set -q argv[2]; or return 0
    test $index -ge $argv[2]; or return 1
    set -q argv[3]; or return 0
    test $index -le $argv[3]
end

complete -c agtrace -e
complete -c agtrace -f

complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a list -d 'List the workflows in trace files, one row each'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a inspect -d 'Show what happened in a workflow: summary, waterfall, agents, decisions, messages, loops, joins and critical path'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a decisions -d 'Show what was decided in workflows: by whom, when and why'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a messages -d 'Show what agents handed to each other, and whether it arrived'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a find-failure -d 'Say why workflows went wrong: ranked root-cause hypotheses with proof'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a check -d 'Fail a build on defects in what agents hand to each other, and only then'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a compare -d 'Say what changed between a good run and a bad one, or two sets of runs'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a config -d 'Show the configuration in force, or the schema of agtrace.yaml'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a rules -d 'List the rules by which runs are checked'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a completion -d 'Print the completion script for a shell'
complete -c agtrace -n "__agtrace_at 'agtrace' 0 0" -a help -d 'Display help information about the specified command'
complete -c agtrace -n "__agtrace_at 'agtrace'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace'" -s V -l version -d 'Print version information and exit'

complete -c agtrace -n "__agtrace_at 'agtrace list' 0" -F
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l agent -x -d 'Only runs in which this agent took part'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l config -r -F -d 'The configuration file'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l errors -d 'Only runs with a failed span'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l from -r -F -d 'Where to look when no FILE is given'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l json -d 'The same as -o json'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l limit -x -d 'At most N rows'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l min-duration -x -d 'Only runs that took at least this long, such as 500ms or 30s'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -s o -l output -x -a 'text json jsonl' -d 'Form of the result: text, json, jsonl'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l reverse -d 'Turn the order round'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l service -x -d 'Only runs in which this service took part'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l since -x -d 'Only runs that started then or later: a date, a date and time, or how long ago (2h, 7d)'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l sort -x -a 'start duration spans errors tokens' -d 'Sort by start, duration, spans, errors, tokens'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l stdin-name -x -d 'What reports call standard input'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace list'" -l width -x -d 'Width of text output'

complete -c agtrace -n "__agtrace_at 'agtrace inspect' 0" -F
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l around -x -d 'Show this span, its ancestors and its neighbours'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l config -r -F -d 'The configuration file'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l depth -x -d 'Show N levels of the tree only'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l from -r -F -d 'Where to look when no FILE is given'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l full -d 'Show every span and every row of each part: fold and leave out nothing'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l grep -x -d 'Show only spans whose name, agent, tool, model, error or payload contains TEXT (any case), with their ancestors'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l json -d 'The same as -o json'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l mends -d 'List every mend made to the tree'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -s o -l output -x -a 'text json jsonl' -d 'Form of the result: text, json, jsonl'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -s p -l payloads -d 'Show the beginning of each span\'s input and output'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l root -x -d 'Show only the tree below this span (id or its beginning)'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l stdin-name -x -d 'What reports call standard input'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -s t -l trace -x -d 'Only the workflow that this trace is part of'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l view -x -d 'Show these parts, separated by commas: waterfall, agents, decisions, messages, loops, joins, path, budgets, quality, context, or all'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -l width -x -d 'Width of text output'
complete -c agtrace -n "__agtrace_at 'agtrace inspect'" -s w -l workflow -x -d 'Only the workflow with this id (workflow, conversation, session, run or trace id'

complete -c agtrace -n "__agtrace_at 'agtrace decisions' 0" -F
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -l config -r -F -d 'The configuration file'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -l from -r -F -d 'Where to look when no FILE is given'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -l json -d 'The same as -o json'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -s o -l output -x -a 'text json jsonl mermaid audit' -d 'Form of the result: text, json, jsonl, mermaid, audit'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -l stdin-name -x -d 'What reports call standard input'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -s t -l trace -x -d 'Only the workflow that this trace is part of'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -l width -x -d 'Width of text output'
complete -c agtrace -n "__agtrace_at 'agtrace decisions'" -s w -l workflow -x -d 'Only the workflow with this id (workflow, conversation, session, run or trace id'

complete -c agtrace -n "__agtrace_at 'agtrace messages' 0" -F
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -l config -r -F -d 'The configuration file'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -l from -r -F -d 'Where to look when no FILE is given'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -l json -d 'The same as -o json'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -s o -l output -x -a 'text json jsonl mermaid' -d 'Form of the result: text, json, jsonl, mermaid'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -l stdin-name -x -d 'What reports call standard input'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -s t -l trace -x -d 'Only the workflow that this trace is part of'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -l width -x -d 'Width of text output'
complete -c agtrace -n "__agtrace_at 'agtrace messages'" -s w -l workflow -x -d 'Only the workflow with this id (workflow, conversation, session, run or trace id'

complete -c agtrace -n "__agtrace_at 'agtrace find-failure' 0" -F
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l all -d 'Show all hypotheses, the unlikely ones too, with all their evidence, of all failing workflows'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l compare -d 'Compare the runs of each kind of which there are eight or more: what failing ones have that healthy ones lack, and what changed when'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l config -r -F -d 'The configuration file'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l fail-on -x -d 'End with exit code 1 where there is a defect, a suspicion (or a defect), a finding of a RULE, or a hypothesis with confidence:0.8 or more'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l from -r -F -d 'Where to look when no FILE is given'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l json -d 'The same as -o json'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l no-compare -d 'Look at each run by itself only'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -s o -l output -x -a 'text json jsonl markdown' -d 'Form of the result: text, json, jsonl, markdown'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l stdin-name -x -d 'What reports call standard input'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l top -x -d 'Show at most N hypotheses a workflow'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -s t -l trace -x -d 'Only the workflow that this trace is part of'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -l width -x -d 'Width of text output'
complete -c agtrace -n "__agtrace_at 'agtrace find-failure'" -s w -l workflow -x -d 'Only the workflow with this id (workflow, conversation, session, run or trace id'

complete -c agtrace -n "__agtrace_at 'agtrace check' 0" -F
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l baseline -r -F -d 'Problems in this earlier report (json or jsonl) do not fail'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l config -r -F -d 'The configuration file'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l fail-on -x -d 'What fails, instead of what the policy says'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l format -s o -l output -x -d 'A form of the result, to standard output or to a file'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l from -r -F -d 'Where to look when no FILE is given'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l json -d 'The same as --format json'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l policy -r -F -d 'The policy: \'rules\' and \'check\' of this file'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l show-suppressed -d 'Show problems that the policy suppresses, too'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l stdin-name -x -d 'What reports call standard input'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -s t -l trace -x -d 'Only the workflow that this trace is part of'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l update-baseline -d 'Write the baseline anew, with all problems of now'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -l width -x -d 'Width of text output'
complete -c agtrace -n "__agtrace_at 'agtrace check'" -s w -l workflow -x -d 'Only the workflow with this id (workflow, conversation, session, run or trace id'

complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l all -d 'Show all differences, not the first of them'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l bad-workflow -x -d 'Only the workflow of BAD with this id (its beginning is enough) or name'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l config -r -F -d 'The configuration file'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l fail-on-divergence -d 'End with exit code 1 where the runs do other things: another decision, a lost message, a failing step'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l good-workflow -x -d 'Only the workflow of GOOD with this id (its beginning is enough) or name'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l json -d 'The same as -o json'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -s o -l output -x -a 'text json markdown' -d 'Form of the result: text, json, markdown'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l stdin-name -x -d 'What reports call standard input'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l strict -d 'With --fail-on-divergence: also where only contents differ, such as a tool\'s result for the same arguments'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace compare'" -l width -x -d 'Width of text output'

complete -c agtrace -n "__agtrace_at 'agtrace config' 0 0" -a show -d 'Show the configuration in force, and where each value came from'
complete -c agtrace -n "__agtrace_at 'agtrace config' 0 0" -a schema -d 'Print the JSON Schema (2020-12) of agtrace.yaml'
complete -c agtrace -n "__agtrace_at 'agtrace config'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace config'" -s V -l version -d 'Print version information and exit'

complete -c agtrace -n "__agtrace_at 'agtrace config show'" -l all -d 'Show what holds for rules by default, too'
complete -c agtrace -n "__agtrace_at 'agtrace config show'" -l config -r -F -d 'The configuration file'
complete -c agtrace -n "__agtrace_at 'agtrace config show'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace config show'" -l json -d 'The same as -o json'
complete -c agtrace -n "__agtrace_at 'agtrace config show'" -s o -l output -x -a 'text json' -d 'Form of the result: text, json'
complete -c agtrace -n "__agtrace_at 'agtrace config show'" -s V -l version -d 'Print version information and exit'

complete -c agtrace -n "__agtrace_at 'agtrace config schema'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace config schema'" -s V -l version -d 'Print version information and exit'

complete -c agtrace -n "__agtrace_at 'agtrace rules' 0 0" -a explain -d 'Explain a rule: what it means, how it is told, what to do'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -l json -d 'The same as -o json'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -s o -l output -x -a 'text json jsonl' -d 'Form of the result: text, json, jsonl'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace rules'" -l width -x -d 'Width of text output'

complete -c agtrace -n "__agtrace_at 'agtrace rules explain'" -l ascii -d 'Draw with ASCII characters only'
complete -c agtrace -n "__agtrace_at 'agtrace rules explain'" -l color -x -a 'auto always never' -d 'Use colour: auto, always, never'
complete -c agtrace -n "__agtrace_at 'agtrace rules explain'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace rules explain'" -l no-pager -d 'Do not page long output on a terminal'
complete -c agtrace -n "__agtrace_at 'agtrace rules explain'" -s o -l output -x -a 'text markdown' -d 'Form of the page: text, markdown'
complete -c agtrace -n "__agtrace_at 'agtrace rules explain'" -s v -l verbose -d 'Say on standard error what was read, and where damage was found'
complete -c agtrace -n "__agtrace_at 'agtrace rules explain'" -s V -l version -d 'Print version information and exit'
complete -c agtrace -n "__agtrace_at 'agtrace rules explain'" -l width -x -d 'Width of text output'

complete -c agtrace -n "__agtrace_at 'agtrace completion' 0 0" -a 'bash zsh fish' -d 'SHELL'
complete -c agtrace -n "__agtrace_at 'agtrace completion'" -s h -l help -d 'Show this help message and exit'
complete -c agtrace -n "__agtrace_at 'agtrace completion'" -s V -l version -d 'Print version information and exit'

complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a list -d 'List the workflows in trace files, one row each'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a inspect -d 'Show what happened in a workflow: summary, waterfall, agents, decisions, messages, loops, joins and critical path'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a decisions -d 'Show what was decided in workflows: by whom, when and why'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a messages -d 'Show what agents handed to each other, and whether it arrived'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a find-failure -d 'Say why workflows went wrong: ranked root-cause hypotheses with proof'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a check -d 'Fail a build on defects in what agents hand to each other, and only then'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a compare -d 'Say what changed between a good run and a bad one, or two sets of runs'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a config -d 'Show the configuration in force, or the schema of agtrace.yaml'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a rules -d 'List the rules by which runs are checked'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a completion -d 'Print the completion script for a shell'
complete -c agtrace -n "__agtrace_at 'agtrace help' 0 0" -a help -d 'Display help information about the specified command'
complete -c agtrace -n "__agtrace_at 'agtrace help'" -s h -l help -d 'Show usage help for the help command and exit'
