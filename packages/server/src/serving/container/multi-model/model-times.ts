/** How often something was done, and how long it took on average. */
export interface MeanTime {
  readonly count: number;
  readonly meanMicros: number;
}

class Times {
  #count = 0;
  #totalMs = 0;

  add(ms: number): void {
    this.#count++;
    this.#totalMs += ms;
  }

  mean(): MeanTime {
    return { count: this.#count, meanMicros: this.#count === 0 ? 0 : (this.#totalMs * 1000) / this.#count };
  }
}

/** What a multi-model container has loaded and done so far, under the names of the service's metrics. */
export interface ModelSummary {
  readonly loadedModelCount: number;
  readonly modelCacheHits: number;
  readonly modelCacheMisses: number;
  readonly modelLoadingWaitTime: MeanTime;
  readonly modelDownloadingTime: MeanTime;
  readonly modelLoadingTime: MeanTime;
  readonly modelUnloadingTime: MeanTime;
  readonly failedLoads: number;
}

/** What a multi-model container has done since it was started, under the names of the service's metrics. */
export class ModelTimes {
  /** Requests that found their model loaded, and those that did not. */
  cacheHits = 0;
  cacheMisses = 0;
  /** What requests waited for models that were not loaded. */
  readonly loadingWait = new Times();
  readonly downloading = new Times();
  readonly loading = new Times();
  readonly unloading = new Times();
  failedLoads = 0;

  describe(loadedModelCount: number): ModelSummary {
    return {
      loadedModelCount,
      modelCacheHits: this.cacheHits,
      modelCacheMisses: this.cacheMisses,
      modelLoadingWaitTime: this.loadingWait.mean(),
      modelDownloadingTime: this.downloading.mean(),
      modelLoadingTime: this.loading.mean(),
      modelUnloadingTime: this.unloading.mean(),
      failedLoads: this.failedLoads,
    };
  }
}
