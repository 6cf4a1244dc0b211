/*
 * The recipe `modern` in C, on one thread: relu, softmax, He's weights, Nesterov's momentum, a cosine
 * schedule, shifts by whole pixels. It computes in float32, by vectors of 128 bits, as wide as WebAssembly's.
 *
 * The first layer takes non-zero pixels alone: each touches one row of weights, which has all neurons side by
 * side. The others are products of matrices, in blocks of 4 x 2 vectors. The gradients of a mini-batch are
 * summed, then all weights are updated in one pass. A run prints a line of JSON, as each peer's program does.
 *
 *     modern DATA SIZES EPOCHS MINI_BATCH_SIZE ETA MOMENTUM SHIFT SEED
 */
#define _POSIX_C_SOURCE 199309L
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SIDE 28
#define INPUTS (SIDE * SIDE)
#define CLASSES 10
#define LAYERS 8
#define MOST_EXAMPLES 4096
#define LANES 4
#define PI 3.14159265358979323846

typedef float vector __attribute__((vector_size(4 * LANES), may_alias));

/* Images as their non-zero pixels: those of image i are from starts[i] to starts[i + 1]. */
typedef struct {
  int count, *starts;
  uint16_t *places;
  uint8_t *values, *labels;
} Images;

/* A layer. Rows of weights are inputs; numbers of neurons are padded to whole vectors. */
typedef struct {
  int inputs, neurons, width, rows;
  float *w, *b, *nabla_w, *nabla_b, *v_w, *v_b;
  float *a, *delta, *transposed;
} Layer;

/* A non-zero pixel of an example: where its row of weights begins, and its value. */
typedef struct {
  unsigned row;
  float x;
} Entry;

static Layer layers[LAYERS];
static int depth, batch_size, *starts;
static Entry *entries;
static float scaled[256];
static uint64_t state;

static int padded(int count) { return (count + LANES - 1) / LANES * LANES; }

static void fail(const char *problem, const char *value) {
  fprintf(stderr, "Error: %s: %s.\n", value, problem);
  exit(1);
}

/* Zeros that begin at whole vectors, as they do on machines of 64 bits. */
static void *array(size_t bytes) {
  void *zeros = calloc(bytes, 1);
  if (!zeros) fail("the memory does not hold it", "an array");
  return zeros;
}

static float *numbers(size_t count) { return array(count * sizeof(float)); }

/* Steele, Lea and Flood's SplitMix64. */
static uint64_t random_bits(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

static int random_below(int count) { return (int)((random_bits() >> 32) * (uint64_t)count >> 32); }

/* From N(0, 1), by Box and Muller. */
static double normal(void) {
  double u = ((random_bits() >> 11) + 1) * 0x1p-53, angle = 2 * PI * (random_bits() >> 11) * 0x1p-53;
  return sqrt(-2 * log(u)) * cos(angle);
}

static uint8_t *bytes_of(const char *folder, const char *name, int header, long *count) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s-ubyte", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END)) fail("it cannot be read", path);
  *count = ftell(file) - header;
  if (*count <= 0) fail("it is empty", path);
  uint8_t *bytes = array(*count);
  fseek(file, header, SEEK_SET);
  if (fread(bytes, 1, *count, file) != (size_t)*count) fail("it is cut", path);
  fclose(file);
  return bytes;
}

static Images images_of(const char *folder, const char *images, const char *labels) {
  long pixels, count;
  uint8_t *bytes = bytes_of(folder, images, 16, &pixels);
  Images read = {.labels = bytes_of(folder, labels, 8, &count)};
  if (pixels != count * INPUTS) fail("it has another number of images than of labels", images);
  read.count = count;
  read.starts = array((count + 1) * sizeof(int));
  read.places = array(pixels * sizeof(uint16_t)), read.values = array(pixels);
  int end = 0;
  for (long i = 0; i < pixels; i++) {
    if (i % INPUTS == 0) read.starts[i / INPUTS] = end;
    if (bytes[i]) read.places[end] = i % INPUTS, read.values[end++] = bytes[i];
  }
  read.starts[count] = end;
  free(bytes);
  return read;
}

static void add_layer(int inputs, int neurons) {
  int width = padded(neurons), rows = padded(inputs);
  size_t all = (size_t)rows * width, slots = padded(batch_size);
  Layer *l = &layers[depth++];
  *l = (Layer){.inputs = inputs, .neurons = neurons, .width = width, .rows = rows};
  l->w = numbers(all), l->nabla_w = numbers(all), l->v_w = numbers(all), l->transposed = numbers(all);
  l->b = numbers(width), l->nabla_b = numbers(width), l->v_b = numbers(width);
  l->a = numbers(slots * width), l->delta = numbers(slots * width);
  for (int k = 0; k < inputs; k++)
    for (int j = 0; j < neurons; j++) l->w[k * width + j] = normal() * sqrt(2.0 / inputs);
}

/* Lists the non-zero pixels of examples, each shifted by up to so many rows and columns. */
static void list_pixels(const Images *images, const int *order, int count, int shift) {
  unsigned width = layers[0].width, end = 0;
  for (int i = 0; i < count; i++) {
    int down = random_below(2 * shift + 1) - shift, right = random_below(2 * shift + 1) - shift;
    starts[i] = end;
    for (int at = images->starts[order[i]]; at < images->starts[order[i] + 1]; at++) {
      unsigned row = images->places[at] / SIDE + down, col = images->places[at] % SIDE + right;
      entries[end] = (Entry){(row * SIDE + col) * width, scaled[images->values[at]]};
      end += row < SIDE && col < SIDE;
    }
  }
  starts[count] = end;
}

/* z += w^T x for `n` vectors of neurons. */
static inline void sum_rows(const float *w, const Entry *from, const Entry *to, float *z, int n) {
  vector s[8];
  for (int v = 0; v < n; v++) s[v] = ((vector *)z)[v];
  for (const Entry *e = from; e < to; e++)
    for (int v = 0; v < n; v++) s[v] += ((const vector *)(w + e->row))[v] * e->x;
  for (int v = 0; v < n; v++) ((vector *)z)[v] = s[v];
}

/* nabla += x delta^T for `n` vectors of neurons. */
static inline void add_rows(float *nabla, const Entry *from, const Entry *to, const float *delta, int n) {
  vector d[8];
  for (int v = 0; v < n; v++) d[v] = ((const vector *)delta)[v];
  for (const Entry *e = from; e < to; e++)
    for (int v = 0; v < n; v++) ((vector *)(nabla + e->row))[v] += d[v] * e->x;
}

/* Calls a function with a number of vectors that the compiler knows. */
#define BY_WIDTH(call, width)             \
  switch (width) {                        \
    case 1: call(1); break;               \
    case 2: call(2); break;               \
    case 3: call(3); break;               \
    case 4: call(4); break;               \
    case 5: call(5); break;               \
    case 6: call(6); break;               \
    case 7: call(7); break;               \
    default: call(8);                     \
  }

static void sparse_products(const Layer *l, int count, int backwards) {
  int vectors = l->width / LANES, blocks = (vectors + 7) / 8;
  for (int i = 0; i < count; i++) {
    const Entry *from = entries + starts[i], *to = entries + starts[i + 1];
    for (int block = 0; block < blocks; block++) {
      int first = block * vectors / blocks, n = (block + 1) * vectors / blocks - first, at = first * LANES;
#define FORWARD(n) sum_rows(l->w + at, from, to, l->a + i * l->width + at, n)
#define BACKWARD(n) add_rows(l->nabla_w + at, from, to, l->delta + i * l->width + at, n)
      if (backwards) BY_WIDTH(BACKWARD, n) else BY_WIDTH(FORWARD, n)
    }
  }
}

typedef struct {
  const float *at;
  int row, term;
} Operand;

/* c = or += a b for a block of 4 rows and `n` vectors. */
static inline void block(Operand a, const float *b, int width, int terms, float *c, int add, int n) {
  vector s[4][2];
  for (int r = 0; r < 4; r++)
    for (int v = 0; v < n; v++) s[r][v] = add ? ((vector *)(c + r * width))[v] : (vector){0};
  for (int t = 0; t < terms; t++, b += width)
    for (int r = 0; r < 4; r++)
      for (int v = 0; v < n; v++) s[r][v] += ((const vector *)b)[v] * a.at[r * a.row + t * a.term];
  for (int r = 0; r < 4; r++)
    for (int v = 0; v < n; v++) ((vector *)(c + r * width))[v] = s[r][v];
}

/* c = or += a b, for rows and columns in whole fours. */
static void product(int rows, int width, int terms, Operand a, const float *b, float *c, int add) {
  for (int j = 0; j < width; j += 2 * LANES)
    for (int i = 0; i < rows; i += 4) {
      Operand part = {a.at + i * a.row, a.row, a.term};
      if (j + LANES < width) block(part, b + j, width, terms, c + i * width + j, add, 2);
      else block(part, b + j, width, terms, c + i * width + j, add, 1);
    }
}

static void softmax(float *z, int count) {
  float most = z[0], sum = 0;
  for (int j = 1; j < count; j++) most = z[j] > most ? z[j] : most;
  for (int j = 0; j < count; j++) sum += z[j] = expf(z[j] - most);
  for (int j = 0; j < count; j++) z[j] /= sum;
}

static void feedforward(int count) {
  for (Layer *l = layers; l < layers + depth; l++) {
    for (int i = 0; i < count; i++) memcpy(l->a + i * l->width, l->b, l->width * sizeof(float));
    if (l == layers) sparse_products(l, count, 0);
    else product(padded(count), l->width, l->inputs, (Operand){l[-1].a, l[-1].width, 1}, l->w, l->a, 1);
    if (l < layers + depth - 1)
      for (int i = 0; i < count * l->width; i++) l->a[i] = l->a[i] < 0 ? 0 : l->a[i];
    else
      for (int i = 0; i < count; i++) softmax(l->a + i * l->width, l->neurons);
  }
}

/* Sums the gradients of a mini-batch. Deltas of the rows that pad it are 0. */
static double backprop(const uint8_t *labels, const int *order, int count) {
  Layer *output = layers + depth - 1;
  double cost = 0;
  memset(output->delta, 0, sizeof(float) * padded(count) * output->width);
  for (int i = 0; i < count; i++) {
    const float *a = output->a + i * output->width;
    float *delta = output->delta + i * output->width;
    for (int j = 0; j < output->neurons; j++) delta[j] = a[j] - (labels[order[i]] == j);
    cost -= log(fmax(a[labels[order[i]]], 0x1p-149));
  }
  for (Layer *l = output; l >= layers; l--) {
    for (int i = 0; i < count; i++)
      for (int j = 0; j < l->width; j++) l->nabla_b[j] += l->delta[i * l->width + j];
    if (l == layers) break;
    Layer *below = l - 1;
    product(l->rows, l->width, padded(count), (Operand){below->a, 1, below->width}, l->delta, l->nabla_w, 0);
    for (int k = 0; k < l->inputs; k++)
      for (int j = 0; j < l->neurons; j++) l->transposed[j * l->rows + k] = l->w[k * l->width + j];
    Operand delta = {l->delta, l->width, 1};
    product(padded(count), l->rows, l->neurons, delta, l->transposed, below->delta, 0);
    for (int i = 0; i < padded(count) * below->width; i++)
      below->delta[i] = below->a[i] > 0 ? below->delta[i] : 0;
  }
  sparse_products(layers, count, 1);
  return cost;
}

/* v = mu v - eta g and w = w + mu v - eta g, for the mean g of the sums, which begin anew at 0. */
static void nesterov(float *restrict w, float *restrict v, float *restrict sums, int n, float eta, float mu) {
  float mean = 1.0f / batch_size;
  for (int i = 0; i < n; i++) {
    float step = eta * (mean * sums[i]);
    v[i] = mu * v[i] - step;
    w[i] += mu * v[i] - step;
    sums[i] = 0;
  }
}

static double learn(const Images *train, int *order, float eta, float mu, int shift) {
  double cost = 0;
  for (int i = train->count - 1; i > 0; i--) {
    int j = random_below(i + 1), swapped = order[i];
    order[i] = order[j], order[j] = swapped;
  }
  for (int from = 0; from < train->count; from += batch_size) {
    int count = train->count - from < batch_size ? train->count - from : batch_size;
    list_pixels(train, order + from, count, shift);
    feedforward(count);
    cost += backprop(train->labels, order + from, count);
    for (Layer *l = layers; l < layers + depth; l++) {
      nesterov(l->w, l->v_w, l->nabla_w, l->rows * l->width, eta, mu);
      nesterov(l->b, l->v_b, l->nabla_b, l->width, eta, mu);
    }
  }
  return cost / train->count;
}

static double accuracy_on(const Images *test) {
  const Layer *output = layers + depth - 1;
  int correct = 0;
  for (int from = 0; from < test->count; from += batch_size) {
    int rows[MOST_EXAMPLES], count = test->count - from < batch_size ? test->count - from : batch_size;
    for (int i = 0; i < count; i++) rows[i] = from + i;
    list_pixels(test, rows, count, 0);
    feedforward(count);
    for (int i = 0; i < count; i++) {
      const float *a = output->a + i * output->width;
      int best = 0;
      for (int j = 1; j < output->neurons; j++) best = a[j] > a[best] ? j : best;
      correct += best == test->labels[from + i];
    }
  }
  return (double)correct / test->count;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

int main(int count, char **args) {
  if (count != 9) fail("expected 8 arguments", "modern");
  int epochs = atoi(args[3]), shift = atoi(args[7]), size = 0;
  batch_size = atoi(args[4]), state = strtoull(args[8], NULL, 10);
  if (batch_size < 1 || batch_size > MOST_EXAMPLES) fail("expected 1 to 4096 examples", args[4]);
  for (char *at = args[2]; *at && depth < LAYERS; at += *at == ',') {
    int neurons = strtol(at, &at, 10);
    if (size) add_layer(size, neurons);
    size = neurons;
  }
  if (!depth || layers[0].inputs != INPUTS || size != CLASSES)
    fail("expected sizes such as 784,100,10", args[2]);
  for (int value = 0; value < 256; value++) scaled[value] = value / 255.0f;
  starts = array((batch_size + 1) * sizeof(int));
  entries = array(((size_t)batch_size * INPUTS + 1) * sizeof(Entry));
  Images train = images_of(args[1], "train-images-idx3", "train-labels-idx1");
  Images test = images_of(args[1], "t10k-images-idx3", "t10k-labels-idx1");
  int *order = array(train.count * sizeof(int));
  for (int i = 0; i < train.count; i++) order[i] = i;
  printf("{\"seconds\": [");
  double cost = 0;
  for (int epoch = 0; epoch < epochs; epoch++) {
    double start = now();
    cost = learn(&train, order, atof(args[5]) * (1 + cos(PI * epoch / epochs)) / 2, atof(args[6]), shift);
    printf("%s%.6f", epoch ? ", " : "", now() - start);
  }
  printf("], \"cost\": %.6f, \"accuracy\": %.4f, ", cost, accuracy_on(&test));
  printf("\"versions\": {\"C compiler\": \"%s\"}}\n", __VERSION__);
  return 0;
}
