/// Completion scripts for bash, zsh and fish, generated from the command model.
@NullMarked
package io.agtrace.cli.completion;

import org.jspecify.annotations.NullMarked;
