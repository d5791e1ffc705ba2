# Completion of kcs for bash: kcs completion bash
_kcs() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == $'\tfiles' ]]; then
            compopt -o default
        else
            COMPREPLY+=("${line%%$'\t'*}")
        fi
    done < <(command kcs --complete bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    # What ends with = or : goes on
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=:] ]]; then
        compopt -o nospace
    fi
}
complete -F _kcs kcs
