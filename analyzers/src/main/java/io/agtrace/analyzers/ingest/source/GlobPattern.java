package io.agtrace.analyzers.ingest.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern that the shell did not expand: {@code *} and {@code ?} within a name, {@code [a-z]},
 * and {@code **} for any number of directories. Hidden files match only where the pattern says the
 * dot.
 */
final class GlobPattern {
    private final String pattern;

    GlobPattern(String pattern) {
        this.pattern = pattern;
    }

    static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** The files and directories that match, by name. */
    List<Path> matches() {
        Path start = Path.of(pattern.startsWith("/") ? "/" : "");
        Set<Path> paths = new TreeSet<>(Set.of(start));
        for (String segment : pattern.split("/", -1)) {
            if (!segment.isEmpty()) {
                paths = next(paths, segment);
            }
        }
        paths.remove(start);
        return new ArrayList<>(paths);
    }

    private static Set<Path> next(Set<Path> paths, String segment) {
        Set<Path> found = new TreeSet<>();
        for (Path path : paths) {
            if (segment.equals("**")) {
                directories(path, found);
            } else if (!isPattern(segment)) {
                Path child = path.resolve(segment);
                if (Files.exists(child)) {
                    found.add(child);
                }
            } else {
                children(path, segment, found);
            }
        }
        return found;
    }

    private static void children(Path path, String segment, Set<Path> found) {
        PathMatcher matcher;
        try {
            String quoted = segment.replace("{", "\\{").replace("}", "\\}");
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + quoted);
        } catch (PatternSyntaxException e) {
            return; // "[" without its end matches nothing
        }
        for (Path child : list(path, segment.startsWith("."))) {
            Path name = child.getFileName();
            if (name != null && matcher.matches(name)) {
                found.add(child);
            }
        }
    }

    /** The directory and all below it. */
    private static void directories(Path top, Set<Path> found) {
        Set<Path> visited = new HashSet<>();
        Deque<Path> waiting = new ArrayDeque<>();
        waiting.push(top);
        while (!waiting.isEmpty()) {
            Path path = waiting.pop();
            if (Files.isDirectory(path) && visited.add(real(path))) {
                found.add(path);
                list(path, false).forEach(waiting::push);
            }
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path; // gone since it was listed
        }
    }

    private static List<Path> list(Path path, boolean hidden) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (var stream = Files.newDirectoryStream(path)) {
            List<Path> children = new ArrayList<>();
            for (Path child : stream) {
                if (hidden || !TraceInputs.isHidden(child)) {
                    children.add(child);
                }
            }
            return children;
        } catch (IOException e) {
            return List.of(); // as the shell does with directories that it may not list
        }
    }
}
