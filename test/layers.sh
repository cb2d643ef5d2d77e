#!/bin/bash
# Who may include whom: nothing points up, the server's headers and error handling stay in src/pg, nobody uses PG_TRY. Prints TAP.
shopt -s lastpipe
base='base model text graph' upper="run source catalog diff lint pg $base"
declare -A may=(
	[base]='' [text]='' [graph]='base text' [model]='base text' [pg]='base model text' [diff]=$base [lint]=$base
	[run]="pg $base" [source]="run pg $base" [catalog]="run pg $base"
	[build]=$upper [hooks]=$upper [sync]=$upper [transfer]=$upper [rollout]=$upper [batch]=$upper
	[drift]="build $upper" [migrate]="hooks drift $upper" [api]="build migrate drift hooks sync transfer rollout batch $upper"
)
declare -A library=([text]=openssl/ [source]='(archive|dirent)')

# A verdict on what $1 says, which the lines on standard input contradict.
verdict() {
	local lines; lines=$(cat)
	[ -z "$lines" ] && echo "ok $((++number)) - $1" || { echo "not ok $((++number)) - $1"; echo "$lines" >&2; }
}

# The lines of the sources in $2... where code, not a comment, matches $1.
code() { grep -rnE --include='*.cpp' --include='*.hpp' --include='*.h' "$@" | grep -vE '^[^:]+:[0-9]+:\s*(//|\*|/\*)'; }

# The includes below $2 of folder $1 that are neither the standard library's, nor its own, nor of a folder or library that it may use.
strangers() {
	local folders=$1${may[$1]:+|${may[$1]// /|}}
	code '^\s*#\s*include' "$2/$1" | grep -vE "include\s*(<[a-z_0-9]+>|<${library[$1]:-none}|\"(confiture/($folders)/|$1/|[a-z_]+\.hpp\"))"
}

cd "$(dirname "$0")/.." || exit
for folder in $(ls src include/confiture | grep -vE '[:.]' | sort -u); do
	[ ! -d "src/$folder" ] || case $folder in
		pg) code 'include\s*".*\.hpp"' src/pg | grep -vE '"(confiture/(pg|base|model|text)/|pg/)' ;;
		*) strangers "$folder" src ;;
	esac | verdict "src/$folder includes what it may"
	[ ! -d "include/confiture/$folder" ] || strangers "$folder" include/confiture | verdict "include/confiture/$folder includes what it may"
done
code '\b(ereport|elog|sigsetjmp|siglongjmp)\s*\(' src include | grep -v '^src/pg/' | verdict 'server errors are raised and caught in src/pg only'
code '\bPG_(TRY|CATCH|FINALLY|END_TRY)\b' src include | verdict 'nothing uses PG_TRY'
echo "1..$number"
