"""An example of an external simulator: a hollow steel cantilever of one metre.

Reads one line of JSON from standard input and prints one; see docs/external-simulators.md. Solves
the beam by finite elements, so that there is something to compute, and crashes where a real mesh
would: walls that fill the section.
"""
import json
import sys

YOUNG = 210e9  # Pa
DENSITY = 7850.0  # kg/m^3
LENGTH = 1.0  # m
ELEMENTS = 40


def deflection(second_moment):
    """Tip deflection under 1 N, by Gauss elimination on a banded system of Hermite elements."""
    size = 2 * ELEMENTS
    matrix = [[0.0] * size for _ in range(size)]
    h = LENGTH / ELEMENTS
    k = YOUNG * second_moment / h**3
    element = [
        [12 * k, 6 * h * k, -12 * k, 6 * h * k],
        [6 * h * k, 4 * h * h * k, -6 * h * k, 2 * h * h * k],
        [-12 * k, -6 * h * k, 12 * k, -6 * h * k],
        [6 * h * k, 2 * h * h * k, -6 * h * k, 4 * h * h * k],
    ]
    for e in range(ELEMENTS):
        for a in range(4):
            for b in range(4):
                i, j = 2 * e - 2 + a, 2 * e - 2 + b
                if i >= 0 and j >= 0:
                    matrix[i][j] += element[a][b]
    load = [0.0] * size
    load[size - 2] = 1.0
    for i in range(size):
        for j in range(i + 1, min(i + 4, size)):
            factor = matrix[j][i] / matrix[i][i]
            for c in range(i, min(i + 4, size)):
                matrix[j][c] -= factor * matrix[i][c]
            load[j] -= factor * load[i]
    for i in reversed(range(size)):
        for c in range(i + 1, min(i + 4, size)):
            load[i] -= matrix[i][c] * load[c]
        load[i] /= matrix[i][i]
    return load[size - 2]


def main():
    x = json.loads(sys.stdin.readline())["x"]
    width, height, wall = x["width"], x["height"], x["wall"]
    inner_width, inner_height = width - 2 * wall, height - 2 * wall
    if inner_width <= 0 or inner_height <= 0:
        sys.exit("no mesh: the walls fill the section")
    area = width * height - inner_width * inner_height
    second_moment = (width * height**3 - inner_width * inner_height**3) / 12
    stiffness = 1 / deflection(second_moment) / 1000
    print(json.dumps({"f": [DENSITY * LENGTH * area, stiffness]}))


if __name__ == "__main__":
    main()
