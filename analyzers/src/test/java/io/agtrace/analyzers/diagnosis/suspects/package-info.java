@NullMarked
package io.agtrace.analyzers.diagnosis.suspects;

import org.jspecify.annotations.NullMarked;
