#compdef kcs
# Completion of kcs for zsh: kcs completion zsh
_kcs() {
    local line value about files
    local -a values shown open opened begun
    local typed=${(Q)PREFIX}
    while IFS= read -r line; do
        if [[ $line == $'\tfiles' ]]; then
            files=1
            continue
        fi
        value=${line%%$'\t'*} about=${line#*$'\t'}
        if [[ $value == *[=:] ]]; then
            open+=("$value") opened+=("$value")
        else
            values+=("$value") shown+=("$value${about:+  -- $about}")
        fi
    done < <(command kcs --complete zsh "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
    # What does not begin as typed, as the id of an article whose title does, is put in the place of what was typed
    begun=("${(@M)values:#${(b)typed}*}")
    if (( $#begun < $#values )); then
        compstate[insert]=menu
        compstate[list]='list force'
    fi
    (( $#open )) && compadd -U -S '' -l -d opened -- "${open[@]}"
    (( $#values )) && compadd -U -l -d shown -- "${values[@]}"
    [[ -n $files ]] && _files
    (( $#values || $#open )) || [[ -n $files ]]
}
if [[ ${funcstack[1]} == _kcs ]]; then
    _kcs "$@"
else
    compdef _kcs kcs
fi
