def words(line):
    return line.lower().split()
