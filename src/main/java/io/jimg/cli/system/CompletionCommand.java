package io.jimg.cli.system;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg completion SHELL`: a script that asks `jimg __complete` what a word could become.
public final class CompletionCommand implements Command {

  private static final String NO_DESCRIPTIONS = "--no-descriptions";

  /// bash cuts words at `:` and `=` and replaces only what stands behind the last of them.
  private static final String BASH =
      """
      # Completes the words of jimg in bash: source <(jimg completion bash)
      _jimg() {
        local words=() piece joins= i reply word prefix= candidate
        for ((i = 1; i <= COMP_CWORD; i++)); do
          piece=${COMP_WORDS[i]/#\\~\\//$HOME/}
          if ((${#words[@]})) && [[ $piece == [:=]* || ($joins && $piece) ]]; then
            words[${#words[@]} - 1]+=$piece
          else
            words+=("$piece")
          fi
          [[ $piece == *[:=] ]] && joins=1 || joins=
        done
        reply=$("${COMP_WORDS[0]/#\\~\\//$HOME/}" __complete "${words[@]}" 2>/dev/null) || return
        word=${words[${#words[@]} - 1]}
        if [[ $word == -*=* ]]; then
          [[ $COMP_WORDBREAKS == *=* ]] || prefix=${word%%=*}=
          word=${word#*=}
        fi
        COMPREPLY=()
        while IFS=$'\\t' read -r candidate _; do
          [[ $candidate && $candidate == "$word"* ]] || continue
          candidate=$prefix$candidate
          [[ $COMP_WORDBREAKS == *:* ]] && candidate=${candidate#"${word%"${word##*:}"}"}
          COMPREPLY+=("$candidate")
        done <<<"${reply%:*}"
        [[ ${reply##*:} == 0 ]] && compopt -o default 2>/dev/null
        return 0
      }
      complete -F _jimg jimg
      """;

  private static final String ZSH =
      """
      #compdef jimg
      # Completes the words of jimg in zsh: source <(jimg completion zsh)
      _jimg() {
        local -a lines candidates
        local line directive
        lines=("${(@f)$(${~words[1]} __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
        directive=${lines[-1]}
        lines[-1]=()
        for line in $lines; do
          line=${line//:/\\\\:}
          candidates+=("${line/$'\\t'/:}")
        done
        [[ $words[CURRENT] == -*=* ]] && compset -P '*='
        (( $#candidates )) && _describe -V jimg candidates
        [[ $directive == :0 ]] && _files
      }
      if [[ $funcstack[1] == _jimg ]]; then
        _jimg "$@"
      else
        compdef _jimg jimg
      fi
      """;

  private static final String FISH =
      """
      # Completes the words of jimg in fish: jimg completion fish | source
      function __jimg_candidates
          set -l words (commandline -opc)
          set -l word (commandline -ct)
          set -l program $words[1]
          set -e words[1]
          set -l lines ($program __complete $words "$word" 2>/dev/null)
          set -l directive $lines[-1]
          set -e lines[-1]
          set -l prefix (string match -r -- '^-[^=]*=' "$word")
          for line in $lines
              echo -- "$prefix$line"
          end
          if test "$directive" = :0
              __fish_complete_path (string replace -r -- '^-[^=]*=' '' "$word")
          end
      end
      complete -c jimg -f -a '(__jimg_candidates)'
      """;

  private static final String POWERSHELL =
      """
      # Completes the words of jimg in PowerShell 7.3 and newer:
      # jimg completion powershell | Out-String | Invoke-Expression
      Register-ArgumentCompleter -Native -CommandName jimg -ScriptBlock {
          param($word, $line, $cursor)
          $words = @($line.CommandElements |
              Where-Object { $_.Extent.StartOffset -lt $cursor } |
              ForEach-Object { $_.Extent.Text })
          $arguments = @($words | Select-Object -Skip 1)
          if (-not $word) { $arguments += '' }
          $prefix = if ($word -match '^-[^=]*=') { $Matches[0] } else { '' }
          & $words[0] __complete @arguments 2>$null | Select-Object -SkipLast 1 | ForEach-Object {
              $candidate, $description = $_ -split "`t", 2
              if (-not $description) { $description = $candidate }
              [System.Management.Automation.CompletionResult]::new(
                  "$prefix$candidate", $candidate, 'ParameterValue', $description)
          }
      }
      """;

  private final String shell;

  /// @param shell `bash`, `fish`, `powershell` or `zsh`
  public CompletionCommand(String shell) {
    this.shell = shell;
  }

  @Override
  public CommandSpec spec() {
    String description = "Generate the autocompletion script for " + shell;
    return Flags.command(shell, description)
        .addOption(Flags.flag("disable completion descriptions", NO_DESCRIPTIONS));
  }

  @Override
  public int run(Invocation call, Services services) {
    String script =
        switch (shell) {
          case "bash" -> BASH;
          case "fish" -> FISH;
          case "powershell" -> POWERSHELL;
          case "zsh" -> ZSH;
          default -> throw new IllegalStateException(shell);
        };
    services
        .out()
        .print(
            call.flag(NO_DESCRIPTIONS)
                ? script.replace(" __complete ", " __completeNoDesc ")
                : script);
    return 0;
  }
}
