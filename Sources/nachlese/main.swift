import Glibc
import NachleseCommand

exit(CommandRunner.runAsProcess(Array(CommandLine.arguments.dropFirst())).rawValue)
