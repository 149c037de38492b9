#!/bin/sh
# agtrace: this script, with the program (a jar file) appended to it.
#
# It looks for a Java 25 or newer in JAVA_HOME, in PATH and in the usual places, and starts the
# program with it. The environment may hold
#   AGTRACE_JAVA_OPTS   options for the Java virtual machine, after ours: they win
#   AGTRACE_JDKS        the folders that hold JDKs, separated by colons, instead of the usual places
#   XDG_CACHE_HOME      where the class-data archive goes, instead of ~/.cache (see prepare below)

# Sets java and build if $1 is the home of a Java that is new enough. Every JDK and JRE has the file
# `release`; reading it takes a hundredth of the time of `java -version`.
accept() {
    [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 1
    version='' build=''
    while IFS='=' read -r key value || [ -n "$key" ]; do
        value=${value#\"}
        value=${value%\"}
        case $key in
        JAVA_VERSION) version=$value ;;
        JAVA_RUNTIME_VERSION) build=$value ;;
        esac
    done <"$1/release"
    major=${version%%[!0-9]*}
    [ "${major:-0}" -ge 25 ] || return 1
    java=$1/bin/java
    build=${build:-$version}
}

find_java() {
    [ -n "${JAVA_HOME:-}" ] && accept "$JAVA_HOME" && return
    if java=$(command -v java); then
        accept "${java%/bin/java}" && return
        java=$(readlink -f "$java" 2>/dev/null) && accept "${java%/bin/java}" && return
    fi
    usual=/usr/lib/jvm:/usr/lib64/jvm:/usr/java:/opt:/opt/java:/opt/jdk:/usr/local/lib/jvm
    usual=$usual:/Library/Java/JavaVirtualMachines
    if [ -n "${HOME:-}" ]; then
        usual=$usual:$HOME/.sdkman/candidates/java:$HOME/.jdks:$HOME/Library/Java/JavaVirtualMachines
        usual=$usual:$HOME/.local/share/mise/installs/java:$HOME/.asdf/installs/java
    fi
    rest=${AGTRACE_JDKS-$usual}:
    while [ -n "$rest" ]; do
        folder=${rest%%:*}
        rest=${rest#*:}
        [ -n "$folder" ] || continue
        for home in "$folder"/* "$folder"/*/Contents/Home; do
            accept "$home" && return
        done
    done
    return 1
}

# Tells how much the arguments name to read: little, some (above 16 MiB), much (above 192 MiB), or most
# (above 512 MiB, or what cannot be measured cheaply). The shell knows no sizes: one `ls` for all files
# does, columns 5 and 9 are size and name. The name only hints here at what is eight times as large when
# unpacked.
amount_to_read() (
    count=$# total=0
    for argument in "$@" ${AGTRACE_FROM:+"$AGTRACE_FROM"}; do
        case $argument in
        --*=*) argument=${argument#*=} ;;
        -) argument=/dev/stdin ;;
        esac
        case $argument in
        /*) ;;
        *) argument=./$argument ;;
        esac
        if [ -f "$argument" ]; then
            set -- "$@" "$argument"
        elif [ -d "$argument" ]; then
            read -r size _ <<EOF
$(du -skL "$argument" 2>/dev/null)
EOF
            total=$((total + ${size:-0} * 1024))
        elif [ -e "$argument" ]; then
            echo most && exit
        else
            case $argument in
            *[*?[]*) echo most && exit ;;
            esac
        fi
    done
    shift "$count"
    {
        [ $# -eq 0 ] || ls -dlnL "$@" 2>/dev/null
    } | {
        while read -r _ _ _ _ size _ _ _ name; do
            case $size in
            '' | *[!0-9]*) size=0 ;;
            esac
            case $name in
            *.gz | *.tgz | *.zst | *.zip) size=$((size * 8)) ;;
            esac
            total=$((total + size))
        done
        if [ "$total" -gt 536870912 ]; then
            echo most
        elif [ "$total" -gt 201326592 ]; then
            echo much
        elif [ "$total" -gt 16777216 ]; then
            echo some
        else
            echo little
        fi
    }
)

# Makes the archive with which the next runs start in half the time: the classes that a rehearsal of the
# commands loaded, linked, and what the compiler should know of them. It fits one program and one Java
# only, so both are in its name. The folder is made aside and then renamed: a run sees all of it or
# nothing. Whoever made the folder `.new` is at work; after a day it must be dead.
prepare() {
    umask 077
    mkdir -p "$caches"
    find "$caches" -name '*.new' -prune -mtime +0 -exec rm -rf {} +
    mkdir "$cache.new" || return
    if [ -O "$cache/agtrace.aot" ]; then # made since we looked
        rmdir "$cache.new"
        return
    fi
    cp "$self" "$cache.new/agtrace.jar" &&
        nice "$java" $common -XX:+UseSerialGC -XX:AOTCacheOutput="$cache.new/agtrace.aot" \
            -cp "$cache.new/agtrace.jar" io.agtrace.cli.Rehearsal &&
        [ -s "$cache.new/agtrace.aot" ] &&
        rm -rf "$cache" &&
        mv "$cache.new" "$cache" &&
        find "$caches" -path "$caches/*" -prune ! -path "$cache" -mtime +0 -exec rm -rf {} +
}

case $0 in
*/*) self=$0 ;;
*) if [ -f "$0" ]; then self=./$0; else self=$(command -v -- "$0"); fi ;;
esac

if ! find_java; then
    echo "agtrace: needs Java 25 or newer: install a JDK, for example Temurin 25 from" \
        "https://adoptium.net, and set JAVA_HOME or PATH to it" >&2
    exit 3
fi

# The JVM's own log goes to standard output, where only results belong. sun.misc.Unsafe is what the
# zstd decoder reads memory with; Java would print a warning about it. A run of many spans is many small
# objects: with compact headers they take less memory, and a tenth or more less time.
common='-Xlog:disable -XX:-UsePerfData -XX:MaxRAMPercentage=50 -XX:+UseCompactObjectHeaders
    --sun-misc-unsafe-memory-access=allow'
# The fastest to start with. Above some 20 MB of input it pays to collect garbage on all cores, above
# some 500 MB to let the compiler optimise, which keeps a core busy for many seconds. Of much input the
# most is let go of soon, for a list all of it: with less room for the young, memory stays flat. A search
# for one workflow is over before optimising pays, and keeps little.
short='-XX:+UseSerialGC -XX:TieredStopAtLevel=1'
middle='-XX:+UseParallelGC -XX:TieredStopAtLevel=1'
listing="$middle -XX:MaxNewSize=128m"
large="$middle -XX:MaxNewSize=384m"
long='-XX:+UseParallelGC -XX:MaxNewSize=384m'

case $* in
-V | --version) amount=none ;;
*) amount=$(amount_to_read "$@") ;;
esac
command=
for argument in "$@"; do
    case $argument in
    -w* | --workflow | --workflow=* | -t* | --trace | --trace=*) amount=one ;;
    -*) ;;
    *) command=${command:-$argument} ;;
    esac
done
case $amount,$command in
most,*) mode=$long ;;
much,list) mode=$listing ;;
much,*) mode=$large ;;
some,*) mode=$middle ;;
*) mode=$short ;;
esac

# In the C locale, and in one that is not installed, Java cannot open a file whose name is not ASCII. The
# terminal is still told what its locale says.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
C | POSIX)
    export LC_ALL=C.UTF-8
    common="$common -Dstdout.encoding=US-ASCII -Dstderr.encoding=US-ASCII"
    ;;
*[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*)
    if [ -d /usr/lib/locale ]; then export LC_ALL=C.UTF-8; fi
    ;;
esac

# A colon would end the name of the program: Java takes that for a list.
case $self in
*:*) exec 9<"$self" && self=/dev/fd/9 ;;
esac

# Only files of our own are run from the cache.
program=$self archive=''
caches=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}/agtrace
case $caches in
/agtrace | *:*) ;;
*)
    cache=$caches/@SHA@-$build
    if [ -O "$cache/agtrace.jar" ] && [ -O "$cache/agtrace.aot" ]; then
        program=$cache/agtrace.jar
        # Opening the archive would take longer than telling the version.
        [ $amount = none ] || archive=$cache/agtrace.aot
    else
        prepare </dev/null >/dev/null 2>&1 &
    fi
    ;;
esac

# Java can only tell whether all ends are a terminal; pagers, colours and progress need each of them.
terminals=
[ -t 0 ] && terminals=0
[ -t 1 ] && terminals=${terminals}1
[ -t 2 ] && terminals=${terminals}2

set -f # AGTRACE_JAVA_OPTS is split into words, but is no pattern
exec "$java" $common $mode ${archive:+"-XX:AOTCache=$archive"} ${AGTRACE_JAVA_OPTS:-} \
    "-Dagtrace.terminals=$terminals" -jar "$program" "$@"
