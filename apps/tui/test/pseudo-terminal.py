"""A terminal for a program: `pseudo-terminal.py COLUMNS ROWS COMMAND...`. Standard output gets what the program writes to it, descriptor 3
the program's process id and, in the end, its exit code. A line of standard input says what to do: `stop` reading from the terminal,
`go` on with it, `keys HEX`, `size COLUMNS ROWS`, or `close` the terminal. Where standard input ends, so does the program."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios


class Terminal:
    def __init__(self, columns, rows, command):
        ready, go = os.pipe()
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.close(go)
            os.read(ready, 1)  # Until the terminal has its size.
            os.execvp(command[0], command)
        self.resize(columns, rows)
        os.close(go)
        self.reads = True

    def resize(self, columns, rows):
        size = struct.pack("HHHH", int(rows), int(columns), 0, 0)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, size)

    def close(self):
        os.close(self.file)
        self.file, self.reads = None, False

    def obey(self, name, *arguments):
        if name in ("stop", "go"):
            self.reads = name == "go"
        elif name == "keys":
            os.write(self.file, bytes.fromhex(arguments[0]))
        elif name == "size":
            self.resize(*arguments)
        elif name == "close":
            self.close()

    def show(self):
        """Passes on what there is. Whether there may be more."""
        try:
            data = os.read(self.file, 65536)
        except OSError:  # Nobody has the terminal any more.
            return False
        os.write(1, data)
        return data != b""


def run(terminal):
    ended = os.pidfd_open(terminal.pid)
    commands = b""
    while True:
        files = [0, ended, *([terminal.file] if terminal.reads else [])]
        ready = select.select(files, [], [])[0]
        if terminal.file in ready:
            terminal.reads = terminal.show()
        elif ended in ready:
            return
        if 0 in ready:
            data = os.read(0, 65536)
            if data == b"":
                os.kill(terminal.pid, 9)
                return
            *lines, commands = (commands + data).split(b"\n")
            for line in lines:
                try:
                    terminal.obey(*line.decode().split())
                except OSError:
                    pass  # The program has just ended.


def main():
    columns, rows, *command = sys.argv[1:]
    terminal = Terminal(columns, rows, command)
    os.write(3, f"{terminal.pid}\n".encode())
    run(terminal)
    code = os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1])
    os.write(3, f"{code}\n".encode())


main()
