/** Tests of the rules about models' answers and tools' arguments. */
@NullMarked
package io.agtrace.analyzers.rules.model;

import org.jspecify.annotations.NullMarked;
