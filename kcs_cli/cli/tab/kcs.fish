# Completion of kcs for fish: kcs completion fish
function __kcs_complete
    set -l words (commandline -opc)
    set -l raw (commandline -ct)
    for line in (command kcs --complete fish $words[2..-1] "$raw" 2>/dev/null)
        if test "$line" = \tfiles
            __fish_complete_path (commandline -ct)
        else
            printf '%s\n' $line
        end
    end
end
complete -c kcs -f -a '(__kcs_complete)'
